/** What is ordered at the start of a text: to whisper, "/w @name text". */
import { findEverybody, findMentions, type Id, type Member, type Mention } from '../../../protocol';
import type { Words } from '../../words/words';
import type { Writing } from './writing.svelte';

export interface WhisperOrder {
  to: readonly Mention[];
  /** What stands behind the names. */
  text: string;
}

/**
 * @param orders the words that order it, each with its slash
 * @param typed the last name is only taken once something stands behind it: it may be going on
 * @returns null: this is no such order; nobody in `to`: it is, but for no one who could be meant
 */
export function whisperOrder(
  text: string,
  orders: readonly string[],
  candidates: readonly Mention[],
  typed: boolean,
): WhisperOrder | null {
  const [order = ''] = /^\S+/u.exec(text) ?? [];
  if (!orders.includes(order.toLowerCase()) || (order.length === text.length && typed)) return null;
  const to: Mention[] = [];
  let rest = text.slice(order.length).trimStart();
  while (rest.startsWith('@')) {
    const [named] = findMentions(rest, candidates);
    if (named?.start !== 0) break;
    const after = rest.slice(named.end);
    // A name with a particle is no address: "/w @나래는" goes on.
    if (!/^(?:님)?[\s,]/u.test(`${after}${typed ? '' : ' '}`)) break;
    to.push({ member: named.member, name: named.name });
    rest = after.replace(/^님?[\s,]*/u, '');
  }
  return { to, text: rest };
}

/** Whether such an order is for everybody: that is not a whisper. */
export const whispersToAll = ({ text }: WhisperOrder): boolean =>
  text.startsWith('@') && findEverybody(text.split(/\s/u)[0] ?? '') !== null;

interface Ordering {
  writing: Writing;
  people: readonly Member[];
  me: Id | null;
  words: Words['composer'];
}

/**
 * Carries out the order that a text begins with: what is written becomes a whisper, and the order goes out of the text.
 *
 * @param typed as `whisperOrder` has it
 * @returns done: it was carried out; problem: why it cannot be, in words, null where the text begins with no order
 */
export function obey(
  said: string,
  typed: boolean,
  { writing, people, me, words }: Ordering,
): { done: boolean; problem: string | null } {
  if (writing.edit || !said.startsWith('/')) return { done: false, problem: null };
  const meant = people.filter(({ id }) => id !== me).map(({ id, name }) => ({ member: id, name }));
  const ordered = whisperOrder(said, words.whisperOrders, [...writing.mentions, ...meant], typed);
  if (!ordered) return { done: false, problem: null };
  if (writing.thread !== undefined) return { done: false, problem: words.whisperNotHere };
  if (ordered.to.length === 0)
    return { done: false, problem: whispersToAll(ordered) ? words.whisperAll : words.whisperHow };
  writing.whisper([...writing.whisperTo, ...ordered.to.map(({ member }) => member)]);
  writing.text = ordered.text;
  return { done: true, problem: null };
}
