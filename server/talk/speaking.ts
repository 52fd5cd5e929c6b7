/** What an append brings of who says it, as far as the store asks: their role, what they may read, who is here. */
import type { Draft, Id } from '../../protocol';
import type { Context } from '../calls/context';
import { roleOf, type Asking } from '../rights';
import type { Speaking } from '../store/talk';

export function speaking(
  { access, presence, roster }: Pick<Context, 'access' | 'presence' | 'roster'>,
  session: Asking,
  log: Id,
  drafts: readonly Draft[],
): Speaking {
  const { member } = session;
  const from = new Set(
    drafts.flatMap(({ kind, body }) => (kind === 'message' && body.forward ? body.forward.log : [])),
  );
  const sources = [...from].flatMap((source) => access.log(member, source) ?? []);
  const callsHere = drafts.some(({ body }) => 'everybody' in body && body.everybody === 'here');
  return {
    role: roleOf(roster, session),
    // A whisper that is not there yet has no beginning.
    first: access.log(member, log)?.first ?? 1,
    sources: sources.map((source) => ({ log: source.log, first: source.first, side: source.side !== null })),
    ...(callsHere ? { here: presence.here.filter((other) => access.log(other, log) !== null) } : {}),
  };
}
