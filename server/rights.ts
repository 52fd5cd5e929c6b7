/** What a session may do: by the role of its member, and by how private its connection is. */
import { may, type Act, type Id, type Role } from '../protocol';
import type { Roster } from './roster';
import type { Session } from './session';

export type Asking = Pick<Session, 'private'> & { readonly member: Id };

/** A member's role; on a connection that others can read along, a guest's, whoever it is. */
export const roleOf = (roster: Roster, asking: Asking): Role =>
  (asking.private && roster.member(asking.member)?.role) || 'guest';

export const allowed = (roster: Roster, asking: Asking, act: Act): boolean => may(roleOf(roster, asking), act);
