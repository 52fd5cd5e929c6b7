import { limits, refuse } from '../../protocol';
import { hashToken, newToken, sameSecret } from '../secrets';
import type { Session } from '../session';
import type { Handler } from './context';

/** Sessions whose join is on its way: a second one beside it would make a second member. */
const joining = new WeakSet<Session>();

export const join: Handler<'join'> = async (context, session, input) => {
  if (session.member !== null) return { ok: false, error: refuse('not-allowed') };
  if (joining.has(session)) return { ok: false, error: refuse('busy') };
  joining.add(session);
  try {
    return await admit(context, session, input);
  } finally {
    joining.delete(session);
  }
};

const admit: Handler<'join'> = async (context, session, { name, password, hostKey }) => {
  const host = context.hostKey !== null && hostKey !== undefined && sameSecret(hostKey, context.hostKey);
  const refused = host ? null : await context.password.check(password, session.address);
  if (refused) return { ok: false, error: refused };
  if (context.roster.memberCount >= limits.members) return { ok: false, error: refuse('server-full') };

  const token = newToken();
  const device = context.newId();
  const made = await context.store.join({
    member: context.newId(),
    device,
    tokenHash: hashToken(token),
    name,
    // A token that went over plain HTTP is worth no more than a guest's; the host's own window never leaves its machine.
    role: host ? 'host' : 'guest',
    via: session.via,
    private: session.private,
    entry: context.newId(),
    now: context.clock.now(),
  });
  if (!made.ok) return made;
  const { member, joined } = made.value;
  context.roster.putMember(member);
  context.outlet.push('members', 'members', { members: [member] });
  session.joined(member, device);
  setImmediate(() => context.feed.notice(joined));
  return { ok: true, value: { member, device, token, server: context.server } };
};
