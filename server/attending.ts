/** How a connection becomes a session, whatever door it came through: whose it is, and what it may ask from then on. */
import { Handshake, limits, OLDEST_PROTOCOL, parse, PROTOCOL, refuse, type Answer, type Id } from '../protocol';
import type { Answering } from './answering';
import type { Context } from './calls/context';
import { hashToken } from './secrets';
import type { Session } from './session';

/** A connection as its door knows it. */
export interface Visitor extends Pick<Session, 'id' | 'address' | 'via' | 'private'> {
  /** From now on it is told what everybody, this member, and the readers of these logs are told. */
  subscribe(member: Id, logs: readonly Id[]): void;
  readonly connected: boolean;
  /** It is no stranger's any more. */
  known(): void;
  disconnect(): void;
}

export interface Attended {
  /** As Answering.answer: never throws. */
  answer(name: unknown, said: readonly unknown[]): Promise<Answer<unknown>>;
  /** The connection ended; said once by its door. */
  left(): void;
}

/** A member, on one of their devices. */
export interface Who {
  member: Id;
  device: Id;
}

/** Whose handshake this is: a member's, or nobody's (null); else why it is refused. */
export async function recognise(context: Context, auth: unknown): Promise<Answer<Who | null>> {
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
  return { ok: true, value: { member: device.member, device: device.device } };
}

/** @param who whose handshake it was; null is a stranger, who has to join in time */
export function attend(context: Context, answering: Answering, visitor: Visitor, who: Who | null): Attended {
  const leaving: (() => void)[] = [];
  const session: Session = {
    id: visitor.id,
    address: visitor.address,
    via: visitor.via,
    private: visitor.private,
    member: null,
    device: null,
    subscribe(logs) {
      // A connection that ended meanwhile must not stay subscribed to anything.
      if (visitor.connected && session.member !== null) visitor.subscribe(session.member, logs);
    },
    joined: ({ id }, device) => belong({ member: id, device }),
  };
  const forgetStranger = context.clock.after(limits.strangerTimeout, () => visitor.disconnect());
  const belong = ({ member, device }: Who) => {
    forgetStranger();
    visitor.known();
    session.member = member;
    session.device = device;
    if (!visitor.connected) return;
    // First in the list of connections, which may end it; who is here is told of what is left.
    leaving.push(context.sessions.enter(session, () => visitor.disconnect()));
    if (visitor.connected) leaving.push(context.presence.arrive(member));
  };
  if (who !== null) belong(who);
  return {
    answer: (name, said) => answering.answer(session, name, said),
    left() {
      forgetStranger();
      for (const leave of leaving.splice(0)) leave();
      answering.forget(session);
    },
  };
}
