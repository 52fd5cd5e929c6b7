/** What people say in the stories about talking. */
import { randomUUID } from 'node:crypto';
import type { Draft, Id, Poll } from '../../protocol';

const draft = (kind: Draft['kind'], body: object) => ({ id: randomUUID(), kind, body }) as Draft;

export const said = (text: string, more: object = {}) => draft('message', { text, ...more });
export const edit = (target: Id, text: string) => draft('edit', { target, text });
export const remove = (target: Id) => draft('delete', { target });
export const react = (target: Id, emoji: string, on = true) => draft('react', { target, emoji, on });
export const pin = (target: Id, on = true) => draft('pin', { target, on });
export const vote = (target: Id, choices: number[]) => draft('vote', { target, choices });
export const close = (target: Id) => draft('close', { target });

export const poll = (more: Partial<Poll> = {}): Poll => ({
  ...{ options: ['국밥', '냉면', '김밥'], anonymous: false, many: false, closesAt: null },
  ...more,
});

/** So many emoji, each another one. */
export const emojis = (count: number) =>
  Array.from({ length: count }, (_, at) => String.fromCodePoint(0x1f400 + (at % 125)));
