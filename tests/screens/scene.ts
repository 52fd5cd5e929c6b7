/** What the pictures are made of: looks, rooms that are made by hand, and people who say and do things without a screen. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Id, Member, Room } from '../../protocol';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import type { Household } from '../browser/household';
import type { Look } from './camera';

export const looks: Look[] = [
  { language: 'ko', theme: 'light' },
  { language: 'ko', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
];

type Table = typeof en;
type Talking = Household['yunseo'];

export const wordsOf = ({ language }: Look): Table => (language === 'ko' ? ko : en);
export const localeOf = ({ language }: Look): string => (language === 'ko' ? 'ko-KR' : 'en-US');
export const later = (hours: number): number => Date.now() + hours * 60 * 60_000;

export const roomOf = ({ talker }: Talking, fits: (room: Room) => boolean): Promise<Id> =>
  talker.until(
    () =>
      talker
        .pushes('rooms')
        .flatMap(({ rooms }) => rooms)
        .find(fits)?.id,
  );

/** Somebody who came in after the one who looks. */
export const memberCalled = ({ talker }: Talking, name: string): Promise<Id> =>
  talker.until(
    () =>
      talker
        .pushes('members')
        .flatMap(({ members }: { members: Member[] }) => members)
        .find((member) => member.name === name)?.id,
  );

/** Says or does something in a log, and answers the id of it. */
export async function put(who: Talking, log: Id, kind: string, body: object): Promise<Id> {
  const id = randomUUID();
  await who.talker.must('append', { log, entries: [{ id, kind, body }] });
  return id;
}

export const sidebarRoom = (page: Page, name: string): Locator =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^(# )?${name}`) })
    .first();

export async function comeIn(page: Page, url: string, words: Table, name: string): Promise<Locator> {
  await page.goto(url);
  await page.getByRole('textbox', { name: words.start.yourName }).fill(name);
  await page.keyboard.press('Enter');
  const message = page.getByRole('textbox', { name: words.conversation.message });
  await message.waitFor();
  return message;
}

export async function makeRoom(page: Page, words: Table, name: string, somebody?: string): Promise<void> {
  await page.getByRole('button', { name: words.conversation.newRoom }).click();
  await page.getByRole('textbox', { name: words.rooms.name }).fill(name);
  if (somebody) {
    await page.getByRole('radio').last().check();
    await page.getByRole('combobox', { name: words.rooms.people }).fill(somebody);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: words.rooms.make }).click();
  await page.getByRole('log', { name }).waitFor();
}

export async function talkTo(page: Page, words: Table, somebody: string): Promise<void> {
  await page.getByRole('button', { name: words.rooms.newDirect }).click();
  await page.getByRole('combobox', { name: words.rooms.people }).fill(somebody);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: words.rooms.begin }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What one can do with a message of the open room. */
export async function doWith(page: Page, words: Table, text: string, act: string): Promise<void> {
  const line = page.getByRole('log').first().getByRole('article').filter({ hasText: text }).first();
  await line.hover();
  await line.getByRole('button', { name: words.messages.more, exact: true }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}
