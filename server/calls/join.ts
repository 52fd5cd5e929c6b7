import { limits, refuse, type Answer, type Output, type NetworkCalls } from '../../protocol';
import { entryOf, roleFor, type Entry } from '../joining/entry';
import { changed } from '../moderation/changed';
import { hashToken, newToken } from '../secrets';
import type { Session } from '../session';
import type { Context, Handler } from './context';

type Joined = Answer<Output<NetworkCalls['join']>>;

/** Sessions whose join is on its way: a second one beside it would make a second member. */
const joining = new WeakSet<Session>();

export const join: Handler<'join'> = async (context, session, input) => {
  if (session.member !== null) return { ok: false, error: refuse('not-allowed') };
  if (joining.has(session)) return { ok: false, error: refuse('busy') };
  joining.add(session);
  try {
    const joined = await admit(context, session, input);
    if (joined.ok) context.knocks.joined(session.id);
    return joined;
  } finally {
    joining.delete(session);
  }
};

const admit: Handler<'join'> = async (context, session, input) => {
  const { name, knock } = input;
  if (knock !== undefined)
    // By the name they were let in under, whatever they say now.
    return context.knocks.use(knock, (admitted) =>
      addMember(context, session, admitted.name, { as: 'member', role: roleFor(session) }),
    );
  const entry = await entryOf(context, session, input);
  if (!entry.ok) return entry;
  if (entry.value.as === 'device') return addDevice(context, session, entry.value);
  return addMember(context, session, name, entry.value);
};

async function addMember(
  context: Context,
  session: Session,
  name: string,
  { role, invitation }: Extract<Entry, { as: 'member' }>,
): Promise<Joined> {
  const { store, roster, access, reads, feed } = context;
  if (roster.memberCount >= limits.members) return { ok: false, error: refuse('server-full') };
  const device = newDevice(context, session);
  const added = await store.join({
    ...{ ...device.row, member: context.newId(), entry: context.newId(), name, role },
    ...(invitation === undefined ? {} : { invitation }),
  });
  if (!added.ok) return added;
  const { member, joined, demoted } = added.value;
  changed(context, [member, ...demoted]);
  const logs = access.of(member.id).map(({ log }) => log);
  reads.came(member.id, logs, { seq: 0, since: member.joinedAt });
  context.tokenTries.right(device.row.tokenHash);
  session.joined(member, device.row.device);
  setImmediate(() => feed.notice(joined));
  return { ok: true, value: { member, device: device.row.device, token: device.token, server: context.server } };
}

async function addDevice(
  context: Context,
  session: Session,
  { member: id, invitation }: Extract<Entry, { as: 'device' }>,
): Promise<Joined> {
  const device = newDevice(context, session);
  const added = await context.store.addDevice({ ...device.row, member: id, invitation });
  if (!added.ok) return added;
  const member = added.value;
  context.tokenTries.right(device.row.tokenHash);
  session.joined(member, device.row.device);
  return { ok: true, value: { member, device: device.row.device, token: device.token, server: context.server } };
}

function newDevice({ newId, clock }: Context, { via, private: unread }: Session) {
  const token = newToken();
  const row = { device: newId(), tokenHash: hashToken(token), via, private: unread, now: clock.now() };
  return { token, row };
}
