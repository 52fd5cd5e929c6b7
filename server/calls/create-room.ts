import { directOf, limits, OwnId, parse, refuse, type Answer, type Input, type NetworkCalls } from '../../protocol';
import { roomChanged, roomMade } from '../rooms/telling';
import type { Context, Handler, MemberSession } from './context';

type Asked = Input<NetworkCalls['createRoom']>;

export const createRoom: Handler<'createRoom'> = async (context, session, asked) => {
  const { server, store, access, feed, newId, clock } = context;
  const { id, kind = 'open', name = '', topic = '', members = [], from } = asked;
  const people = kind === 'open' ? [] : [...new Set([session.member, ...members])];
  const wrong = shape(server.id, asked, people);
  if (wrong) return wrong;
  // Asked here and again by the store: one that is not theirs is there for nobody.
  if (from !== undefined && !access.log(session.member, from)) return { ok: false, error: refuse('no-such-log') };
  const made = await store.createRoom({
    ...{ id, kind, topic, by: session.member, members: people, entry: newId(), now: clock.now() },
    name: kind === 'direct' ? '' : name,
    from: from === undefined ? null : { room: from, entry: newId() },
  });
  if (!made.ok) return made;
  const { room, head, created, promoted } = made.value;
  if (created) roomMade(context, room, head);
  if (promoted) setImmediate(() => feed.notice(promoted));
  const gone = room.kind === 'direct' && !room.members?.includes(session.member);
  return gone ? comeBack(context, session, id) : { ok: true, value: { room } };
};

/** What of it the schema cannot say; whether there is such a room makes no difference. */
function shape(
  server: string,
  { id, kind, name, members = [] }: Asked,
  people: readonly string[],
): Answer<never> | null {
  const invalid = (field: string, more: object = { rule: 'shape' }): Answer<never> => ({
    ok: false,
    error: refuse('invalid', { field, ...more }),
  });
  if (kind === 'direct') {
    if (people.length < 2) return invalid('members', { rule: 'empty' });
    if (people.length > limits.directPeople) return invalid('members', { rule: 'long', limit: limits.directPeople });
    return id === directOf(server, people) ? null : invalid('id');
  }
  if (!parse(OwnId, id).ok) return invalid('id');
  if (name === undefined) return invalid('name', { rule: 'empty' });
  return kind === 'open' && members.length > 0 ? invalid('members') : null;
}

/** Of a few, one had left, and opens the conversation again. */
async function comeBack(context: Context, { member }: MemberSession, room: string) {
  const { store, newId, clock } = context;
  const entered = await store.enterRoom({ room, by: member, entry: newId(), now: clock.now() });
  if (!entered.ok) return entered;
  roomChanged(context, entered.value);
  return { ok: true as const, value: { room: entered.value.room } };
}
