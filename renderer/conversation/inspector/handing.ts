/** What passed, on its way out of this page. */

/** @returns whether it is on the clipboard */
export async function copyText(text: string): Promise<boolean> {
  // A page over plain HTTP has none.
  const { clipboard } = navigator as Partial<Navigator>;
  if (clipboard) {
    return clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const listener = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', listener, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', listener);
  return copied;
}

/** As a file, where the browser keeps such. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
