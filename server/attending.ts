/** How a connection becomes a session, whatever door it came through: whose it is, and what it may ask from then on. */
import {
  Handshake,
  limits,
  OLDEST_PROTOCOL,
  parse,
  PROTOCOL,
  refuse,
  type Answer,
  type Id,
  type Member,
} from '../protocol';
import type { Answering } from './answering';
import type { Context } from './calls/context';
import { hashToken } from './secrets';
import type { Session } from './session';

/** A connection as its door knows it. */
export interface Visitor extends Pick<Session, 'id' | 'address' | 'via' | 'private' | 'subscribe'> {
  readonly connected: boolean;
  disconnect(): void;
}

export interface Attended {
  /** As Answering.answer: never throws. */
  answer(name: unknown, said: readonly unknown[]): Promise<Answer<unknown>>;
  /** The connection ended; said once by its door. */
  left(): void;
}

/** Whose handshake this is: a member's, or nobody's (null); else why it is refused. */
export async function recognise(context: Context, auth: unknown): Promise<Answer<Id | null>> {
  const version = typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
  // Before anything else: another version may have another handshake.
  if (typeof version === 'number' && Number.isInteger(version)) {
    if (version < OLDEST_PROTOCOL) return { ok: false, error: refuse('version-old') };
    if (version > PROTOCOL) return { ok: false, error: refuse('version-new') };
  }
  const handshake = parse(Handshake, auth);
  if (!handshake.ok) return handshake;
  const { token } = handshake.value;
  if (token === undefined) return { ok: true, value: null };
  const device = await context.store.deviceByToken(hashToken(token));
  if (!device) return { ok: false, error: refuse('token-unknown') };
  return { ok: true, value: device.member };
}

/** @param member whose handshake it was; null is a stranger, who has to join in time */
export function attend(context: Context, answering: Answering, visitor: Visitor, member: Id | null): Attended {
  let leave: (() => void) | null = null;
  const session: Session = {
    id: visitor.id,
    address: visitor.address,
    via: visitor.via,
    private: visitor.private,
    member: null,
    subscribe(logs) {
      // A connection that ended meanwhile must not stay subscribed to anything.
      if (visitor.connected) visitor.subscribe(logs);
    },
    joined: ({ id }: Member) => belong(id),
  };
  const forgetStranger = context.clock.after(limits.strangerTimeout, () => visitor.disconnect());
  const belong = (id: Id) => {
    forgetStranger();
    session.member = id;
    if (visitor.connected) leave = context.presence.arrive(id);
  };
  if (member !== null) belong(member);
  return {
    answer: (name, said) => answering.answer(session, name, said),
    left() {
      forgetStranger();
      leave?.();
      answering.forget(session);
    },
  };
}
