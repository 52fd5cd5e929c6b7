/** Who may make a call, and on whom: protocol/roles.ts applied, in the one place where it is. */
import { outranks, refuse, type Act, type Id, type Refusal } from '../../protocol';
import { allowed, roleOf, type Asking } from '../rights';
import type { Roster } from '../roster';

/** What a call needs: an act its maker's role allows, and the member it is done to, if there is one. */
export interface Need<I = never> {
  act: Act;
  on?: (input: I) => Id;
}

/** Why this session may not do it now, or null. Rights come from the session and the roster, never from the payload. */
export function forbidden(roster: Roster, session: Asking, need: Need, input: unknown): Refusal | null {
  if (!allowed(roster, session, need.act)) return refuse('not-allowed');
  if (!need.on) return null;
  const subject = roster.member(need.on(input as never));
  if (!subject) return refuse('no-such-member');
  return outranks(roleOf(roster, session), subject.role) ? null : refuse('not-allowed');
}

/** What is done to members happens one after another: nobody does it with a role that is being
 * taken away, or to somebody who is being raised. */
export class Acts {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
