/** Who is named in a text, found again where they are written: only those whom its author named. */
import type { StateInline } from 'markdown-it';
import type { Mention } from '../../../protocol';
import type { Everybody } from './tree';

export interface Naming {
  mentions: readonly Mention[];
  everybody: Everybody | null;
}
export const NOBODY: Naming = { mentions: [], everybody: null };

/** Behind these an @ belongs to an address. */
const IN_A_WORD = /[^\P{L}가-힣]$|[\p{N}_.%+-]$/u;
const GOES_ON = /^[a-z0-9_]/iu;

/** A rule of markdown-it: a token `mention`, whose `meta` says whom it names. */
export function mentionRule(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== '@' || IN_A_WORD.test(src.slice(Math.max(0, pos - 2), pos))) return false;
  const named = namedAt(src, pos + 1, (state.env as Partial<Naming>) ?? {});
  if (!named) return false;
  if (!silent) {
    const token = state.push('mention', '', 0);
    token.content = src.slice(pos, pos + 1 + named.length);
    token.meta = named.whom;
  }
  state.pos = pos + 1 + named.length;
  return true;
}

type Whom = { member: string } | { everybody: Everybody };

/** Where one name begins another, the longer one. */
function namedAt(text: string, at: number, { mentions = [], everybody = null }: Partial<Naming>) {
  let found: { whom: Whom; length: number } | null = null;
  const take = (name: string, whom: Whom) => {
    const here = text.slice(at, at + name.length);
    if (name.length > (found?.length ?? 0) && here.toLowerCase() === name.toLowerCase())
      found = { whom, length: name.length };
  };
  for (const { member, name } of mentions) take(name, { member });
  if (everybody && !GOES_ON.test(text.slice(at + everybody.length))) take(everybody, { everybody });
  return found as { whom: Whom; length: number } | null;
}
