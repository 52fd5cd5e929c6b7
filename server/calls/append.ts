import {
  limits,
  refuse,
  sideLogOf,
  type Answer,
  type Draft,
  type Id,
  type NetworkCalls,
  type Output,
  type Side,
} from '../../protocol';
import { ask, offeredAgain, together } from '../bots/commands';
import type { Access } from '../rooms/access';
import { sideMade } from '../rooms/telling';
import { speaking } from '../talk/speaking';
import type { Context, Handler, MemberSession } from './context';

export const append: Handler<'append'> = async (context, session, input) => {
  const { access } = context;
  const { log, side: asked, entries } = input;
  const side = asked && { room: asked.room, members: [...new Set(asked.members)].sort() };
  const wrong = side && misplaced(access, session.member, log, side);
  if (wrong) return wrong;
  const reach = access.log(session.member, side?.room ?? log);
  if (!reach) return { ok: false, error: refuse('no-such-log') };
  if (side || reach.side) return add(context, session, log, side, entries);
  const run = together(context, { author: session.member, room: log, entries });
  const added = await add(context, session, run.aside?.log ?? log, run.aside?.side, run.entries);
  if (!added.ok) return added;
  if (run.aside) ask(context, session.member, log, run.entries, added.value.results);
  const results = [...added.value.results, ...offeredAgain(entries.slice(run.entries.length))];
  return { ok: true, value: { ...added.value, results } };
};

async function add(
  context: Context,
  session: MemberSession,
  log: Id,
  side: Side | undefined,
  entries: readonly Draft[],
): Promise<Answer<Output<NetworkCalls['append']>>> {
  const { appends, clock } = context;
  const said = speaking(context, session, log, entries);
  const outcome = await appends.append({ ...said, log, side, author: session.member, entries, now: clock.now() });
  if (!outcome.ok) return outcome;
  const { head, results, opened } = outcome.value;
  // Before its first entry is pushed, which is when this turn is over.
  if (opened) sideMade(context, head, opened);
  return { ok: true, value: { ...head, results } };
}

/** Why this is no whisper of theirs, or null: judged by what is asked and what is theirs, never by what else is there. */
function misplaced(access: Access, author: Id, log: Id, { room, members }: Side): Answer<never> | null {
  const invalid = (field: string, more: object = { rule: 'shape' }): Answer<never> => ({
    ok: false,
    error: refuse('invalid', { field, ...more }),
  });
  if (members.length > limits.whisperPeople)
    return invalid('side.members', { rule: 'long', limit: limits.whisperPeople });
  if (members.length < 2) return invalid('side.members', { rule: 'empty' });
  if (!members.includes(author)) return invalid('side.members');
  if (log !== sideLogOf(room, members)) return invalid('log');
  // Of a log that is theirs the store says what of it may be said.
  if (!access.log(author, room) || access.log(author, log)) return null;
  return members.every((member) => access.log(member, room)) ? null : { ok: false, error: refuse('not-in-room') };
}
