/** What is ordered at the start of a text: to whisper, "/w @name text". Pure. */
import { findEverybody, findMentions, type Mention } from '../../../protocol';

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
