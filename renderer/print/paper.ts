/** Puts a sheet onto the page, where only printing sees it, and takes it away again. */
import { mount, tick, unmount } from 'svelte';
import { bridge } from '../ports/bridge';
import PrintedSheet from './PrintedSheet.svelte';
import type { Sheet } from './sheet';

type Kept = 'saved' | 'not-yet' | 'failed';

/** Behind the lock nothing is laid out, and what was is taken away. */
let barred = false;
let takeAway: () => void = () => undefined;

/** @returns ends it */
export function barPaper(): () => void {
  barred = true;
  takeAway();
  return () => (barred = false);
}

async function laid(sheet: Sheet): Promise<(() => void) | null> {
  if (barred) return null;
  const target = document.createElement('div');
  target.className = 'paper';
  target.dataset['theme'] = 'light';
  document.body.append(target);
  const paper = mount(PrintedSheet, { target, props: { sheet } });
  const away = () => {
    if (target.isConnected) void unmount(paper);
    target.remove();
  };
  takeAway = away;
  await tick();
  await document.fonts.ready;
  return barred ? null : away;
}

/** The system's own dialog, or the browser's. It is away from the page again when that has what it needs. */
export async function print(sheet: Sheet): Promise<void> {
  const away = await laid(sheet);
  if (!away) return;
  window.addEventListener('afterprint', away, { once: true });
  window.print();
}

/** @param name of the file, which its person may change */
export async function savePdf(sheet: Sheet, name: string): Promise<Kept> {
  const away = await laid(sheet);
  if (!away) return 'not-yet';
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
