/** What a bot says without a connection of its own: the server puts it into the log for it, by the rules of everybody's. */
import { refuse, sideLogOf, type Answer, type Draft, type Id } from '../../protocol';
import type { Context } from '../calls/context';
import { sideMade } from '../rooms/telling';
import { speaking } from '../talk/speaking';

export interface BotSaying {
  bot: Id;
  room: Id;
  /** To this member alone, as a whisper; null: to the room. */
  to: Id | null;
  /** Of the entry: the same one again is what was said before. */
  id: Id;
  text: string;
}

export async function botSays(context: Context, { bot, room, to, id, text }: BotSaying): Promise<Answer<null>> {
  const { access, appends, clock } = context;
  if (!access.log(bot, room)) return { ok: false, error: refuse('no-such-log') };
  const side = to === null ? undefined : { room, members: [bot, to].sort() };
  const log = side ? sideLogOf(room, side.members) : room;
  const entries: Draft[] = [{ id, kind: 'message', body: { text } }];
  // Nobody reads along between the server and itself.
  const said = speaking(context, { member: bot, private: true }, log, entries);
  const outcome = await appends.append({ ...said, log, side, author: bot, entries, now: clock.now() });
  if (!outcome.ok) return outcome;
  const { head, results, opened } = outcome.value;
  if (opened) sideMade(context, head, opened);
  const [result] = results;
  return result?.ok ? { ok: true, value: null } : { ok: false, error: result?.error ?? refuse('internal') };
}
