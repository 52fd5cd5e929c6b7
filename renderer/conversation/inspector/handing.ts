/** What passed, on its way out of this page. */
import { bridge } from '../../ports/bridge';

/** `not-yet`: the person did not say where to. */
type Handed = 'saved' | 'not-yet' | 'failed';

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

/** As a file: where a person says to in the window, where the browser keeps such in a browser. */
export async function saveFile(name: string, type: string, text: string): Promise<Handed> {
  if (bridge) {
    const answer = await bridge.call('saveFile', { name, text });
    if (!answer.ok) return 'failed';
    return answer.value.saved ? 'saved' : 'not-yet';
  }
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return 'saved';
}
