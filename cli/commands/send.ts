/** Says something, and ends when the server has it on its disk. */
import { first, type Pending, type Session } from '../../client';
import type { Answer, Id, Room } from '../../protocol';
import type { Command, Context } from '../context';
import { byCause, byRefusal, Ended, exits } from '../exits';
import { allOfInput } from '../input';
import { connected, sessionOf } from '../member';
import { personCalled, roomCalled } from '../naming';

/** How long an answer is waited for once it was said, over lost connections, in ms. */
const PATIENCE = 30_000;

async function textFrom({ given, words }: Context): Promise<string> {
  const [, ...parts] = given.rest;
  const piped = parts.length === 0 || (parts.length === 1 && parts[0] === '-');
  if (piped && parts.length === 0 && process.stdin.isTTY) throw new Ended(exits.usage, words.missing('text'));
  const text = piped ? (await allOfInput()).replace(/\s+$/u, '') : parts.join(' ');
  if (text === '') throw new Ended(exits.usage, words.nothingToSay);
  return text;
}

/** @throws Ended where there is no such room, or the conversation cannot be begun */
async function roomFor(session: Session, called: string, { words }: Context): Promise<Room> {
  const view = session.server.current;
  const person = personCalled(called, view);
  if (person === null || session.connection.current.phase !== 'connected') return roomCalled(called, view, words);
  const answer = await session.rooms.direct([person]);
  if (!answer.ok) throw byRefusal(answer.error, words);
  return answer.value;
}

/** Resolves when none of these waits any more. @throws Ended where one is refused, or the time is over */
async function acknowledged(session: Session, room: Id, mine: (pending: Pending) => boolean, { words }: Context) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Ended(exits.unreachable, words.unsure)), PATIENCE);
  });
  const offline = first(session.connection, ({ phase }) => phase === 'offline').then((state) => {
    throw state.phase === 'offline' ? byCause(state.cause, words) : new Ended(exits.unreachable, words.unsure);
  });
  const settled = first(session.log(room), ({ pending }) => !pending.some((each) => mine(each) && !each.refused));
  try {
    const { pending } = await Promise.race([settled, late, offline]);
    const refused = pending.find((each) => mine(each) && each.refused);
    if (!refused?.refused) return;
    // Nobody would ever see it again: this program has no screen on which it stays.
    session.discard(room, refused.id);
    throw byRefusal(refused.refused, words);
  } finally {
    clearTimeout(timer);
  }
}

/** What was kept here and waits for a word from its author. */
const heldIn = (session: Session) =>
  session.server.current.rooms.flatMap(({ id }) =>
    session.log(id).current.pending.flatMap((pending) => (pending.held ? { room: id, id: pending.id } : [])),
  );

async function sendOld(session: Session, context: Context): Promise<void> {
  for (const { room, id } of heldIn(session)) {
    session.sendNow(room, id);
    await acknowledged(session, room, (pending) => pending.id === id, context);
  }
}

/** Its row is on the disk as soon as it is said: `ports/files` writes at once. */
function keep(session: Session, answer: Answer<Id>, { words, out }: Context): void {
  if (!answer.ok) throw byRefusal(answer.error, words);
  session.close();
  out.say(words.kept);
}

export const send: Command = async (context) => {
  const { given, words, out } = context;
  const [called] = given.rest;
  const [later, old] = [given.is('later'), given.is('old')];
  if (called === undefined && !old) throw new Ended(exits.usage, words.missing('room'));
  const text = called === undefined ? null : await textFrom(context);
  const session = sessionOf(context, { later });
  try {
    await connected(session, context);
  } catch (error) {
    const away = error instanceof Ended && error.exit === exits.unreachable && text !== null && called !== undefined;
    if (away && later) return keep(session, session.send((await roomFor(session, called, context)).id, text), context);
    if (away) throw new Ended(exits.unreachable, `${error.message}\n${words.notKept}`);
    throw error;
  }
  if (old) await sendOld(session, context);
  if (called === undefined || text === null) return;
  const room = await roomFor(session, called, context);
  const answer = session.send(room.id, text);
  if (!answer.ok) throw byRefusal(answer.error, words);
  await acknowledged(session, room.id, ({ id }) => id === answer.value, context);
  if (out.json) out.data({ room: room.id, id: answer.value }, () => '');
  const { length } = heldIn(session);
  if (length > 0) out.say(words.held(length));
};
