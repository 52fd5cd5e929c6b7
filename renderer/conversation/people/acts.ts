/** What somebody may do about another person here: protocol/roles, as a menu needs it. */
import { limits, may, outranks, type Act, type Member, type Role } from '../../../protocol';

type About = Pick<Member, 'id' | 'role' | 'standing'>;

/** Only downwards, never about oneself or somebody who is not in any more. */
export const mayAbout = (me: About, act: Act, other: About): boolean =>
  me.id !== other.id && other.standing === 'in' && may(me.role, act) && outranks(me.role, other.role);

export const givable = ['moderator', 'member', 'guest'] as const satisfies readonly Role[];
export type GivenRole = (typeof givable)[number];

/** How long, in ms, for each term of a silence. `open` has no end. */
export const muteTerms = { short: 10 * 60_000, hour: 60 * 60_000, day: 24 * 60 * 60_000, open: null } as const;
export type MuteTerm = keyof typeof muteTerms;

/** @param now milliseconds since 1970 */
export const muteEnd = (term: MuteTerm, now: number): number => {
  const span = muteTerms[term];
  return span === null ? limits.lastMoment : now + span;
};

export const isMuted = ({ mutedUntil }: Pick<Member, 'mutedUntil'>, now: number): boolean =>
  mutedUntil !== null && mutedUntil > now;
