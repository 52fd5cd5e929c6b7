/** Puts a sheet onto the page, where only printing sees it, and takes it away again. */
import { mount, tick, unmount } from 'svelte';
import { bridge } from '../ports/bridge';
import PrintedSheet from './PrintedSheet.svelte';
import type { Sheet } from './sheet';

type Kept = 'saved' | 'not-yet' | 'failed';

async function laid(sheet: Sheet): Promise<() => void> {
  const target = document.createElement('div');
  target.className = 'paper';
  target.dataset['theme'] = 'light';
  document.body.append(target);
  const paper = mount(PrintedSheet, { target, props: { sheet } });
  await tick();
  await document.fonts.ready;
  return () => {
    void unmount(paper);
    target.remove();
  };
}

/** The system's own dialog, or the browser's. It is away from the page again when that has what it needs. */
export async function print(sheet: Sheet): Promise<void> {
  const away = await laid(sheet);
  window.addEventListener('afterprint', away, { once: true });
  window.print();
}

/** @param name of the file, which its person may change */
export async function savePdf(sheet: Sheet, name: string): Promise<Kept> {
  const away = await laid(sheet);
  const answer = await bridge?.call('savePdf', { name });
  away();
  if (!answer?.ok) return 'failed';
  return answer.value.saved ? 'saved' : 'not-yet';
}

/** Without what a file's name may not hold: `사랑방 2026-11-21.pdf`. */
export const fileNameOf = (title: string, date: string): string => {
  const plain = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return `${`${Array.from(plain).slice(0, 40).join('')} ${date}`.trim()}.pdf`;
};
