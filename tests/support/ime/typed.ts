/** Korean that is typed into the composer as fast as asked, and what came of it. */
import { expect, type Page } from '@playwright/test';
import type { DesktopApp } from '../desktop/app';
import { hangulIsThere, press, switchToHangul } from '../desktop/keyboard';
import { introduce, openPorch, type Open } from '../desktop/porch';
import { disturbances, givenBy, passedLate, record, recorded } from './recorder';

/** Hangyeol on a porch of his own, in the composer, with the method writing Hangul. */
export async function inHangul(open: Open): Promise<DesktopApp> {
  await expect.poll(hangulIsThere, { timeout: 15_000 }).toBe(true);
  const app = await open({ ibus: true });
  await introduce(app, '한결');
  await openPorch(app);
  await app.bringForward();
  await app.composer.click();
  await switchToHangul();
  return app;
}

/** Two-set keys and what they write; each ends in a syllable that is still being composed. */
export const words = [
  ['dkssud', '안녕'],
  ['qksrkqtmqslek', '반갑습니다'],
  ['rhrl', '고기'],
  ['dlfek', '일다'],
  ['aksnrk', '마누가'],
] as const;

export const keysOf = (typed: readonly (readonly [keys: string, text: string])[]): string[] =>
  typed.flatMap(([keys]) => [...keys, 'Return']);

/** Messages of the room, by their place in it. */
const saidIn = (app: DesktopApp): Promise<(readonly [seq: number, text: string])[]> =>
  app
    .room()
    .locator('[data-seq]')
    .evaluateAll((rows) =>
      rows
        .map((row) => [Number((row as HTMLElement).dataset['seq']), row.querySelector('.text')] as const)
        .flatMap(([seq, text]) => (text ? [[seq, (text.textContent ?? '').trim()] as const] : [])),
    );

/**
 * Types words with an Enter right behind each, waiting for nothing, and asserts that all the method gave was said.
 * @param pace milliseconds from key to key
 * @returns whether the method gave all that was typed, with each Enter in its place
 */
export async function typeAll(app: DesktopApp, typed: typeof words, pace: number): Promise<boolean> {
  const last = Math.max(0, ...(await saidIn(app)).map(([seq]) => seq));
  const news = async () => (await saidIn(app)).filter(([seq]) => seq > last).map(([, text]) => text);
  await typeRecorded(app.page, keysOf(typed), pace);
  const field = () => app.composer.inputValue();
  await expect(async () => {
    const given = givenBy(await recorded(app.page));
    expect((await news()).join('') + (await field())).toBe(given);
  }).toPass({ timeout: 10_000 });
  const steps = await recorded(app.page);
  expect(disturbances(steps)).toEqual([]);
  const texts = typed.map(([, text]) => text);
  const whole = givenBy(steps) === texts.join('') && !passedLate(steps);
  if (whole) await expect.poll(news).toEqual(texts);
  // An Enter that the method passed on before the last word.
  else if ((await field()) !== '') await press(['Return']);
  await expect(app.composer).toHaveValue('');
  return whole;
}

/** Resolves when the page has heard of all the keys: of one behind them, which writes nothing. */
export async function typeRecorded(page: Page, keys: readonly string[], pace: number): Promise<void> {
  await record(page);
  await press(keys, pace);
  await press(['Control_L']);
  await expect
    .poll(async () => (await recorded(page)).some(({ e, key }) => e === 'keyup' && key === 'Control'))
    .toBe(true);
}
