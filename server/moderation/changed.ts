/** What follows once a change of a member is on disk: everybody hears of it, and who was removed is gone at once. */
import { may, type Member } from '../../protocol';
import type { Context } from '../calls/context';
import { memberGone } from '../rooms/telling';

type Telling = Pick<Context, 'bots' | 'roster' | 'access' | 'outlet' | 'feed' | 'reads' | 'sessions' | 'presence'>;

/** In the turn that learns of it, before anything else is pushed. */
export function changed(context: Telling, members: readonly Member[]): void {
  const { bots, roster, outlet, sessions, presence } = context;
  for (const member of members) {
    roster.putMember(member);
    if (member.standing === 'in') continue;
    sessions.end({ member: member.id });
    presence.dismiss(member.id);
    bots.end(member.id);
  }
  outlet.push('members', 'members', { members: [...members] });
  for (const { id, standing } of members) if (standing !== 'in') memberGone(context, id);
}

/** Who may let others in from now on hears who is at the door. */
export function tellKnocks({ outlet, knocks }: Context, { id, role }: Member): void {
  if (may(role, 'approve')) outlet.push({ member: id }, 'knocks', { knocks: knocks.waiting });
}
