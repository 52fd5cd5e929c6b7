/** What an invitation may be worth, as a person chooses it. */
import { limits, outranks, type Role } from '../../protocol';

const HOUR = 60 * 60_000;

/** In ms, with the name its words have. */
export const lifetimes = {
  hour: HOUR,
  day: 24 * HOUR,
  week: limits.invitationUsual.lifetime,
  month: 30 * 24 * HOUR,
  quarter: limits.invitationLife,
} as const;
export type Lifetime = keyof typeof lifetimes;

export const useCounts = [1, limits.invitationUsual.uses, 25, 100, limits.invitationUses] as const;

const givable = ['guest', 'member', 'moderator'] as const;
export type InvitedRole = (typeof givable)[number];

export interface Terms {
  lifetime: Lifetime;
  uses: number;
  role: InvitedRole;
}

export const usual: Terms = { lifetime: 'week', uses: limits.invitationUsual.uses, role: 'member' };

/** The roles that somebody of this role gives: their own and those below. */
export const rolesFrom = (own: Role): InvitedRole[] => givable.filter((role) => role === own || outranks(own, role));
