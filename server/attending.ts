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
  type Refusal,
} from '../protocol';
import type { Answering } from './answering';
import type { Context } from './calls/context';
import type { Attendance } from './presence';
import { hashToken } from './secrets';
import type { Session } from './session';

/** A connection as its door knows it. */
export interface Visitor extends Pick<Session, 'id' | 'address' | 'via' | 'private' | 'begun'> {
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
  /** As Answering.admit. */
  admit(): Refusal | null;
  /** The connection ended; said once by its door. */
  left(): void;
}

/** A member, on one of their devices. */
export interface Who {
  member: Id;
  device: Id;
}

export interface Stranger {
  member: null;
  /** As Session.former. */
  former: Id | null;
}

/**
 * Whose handshake this is; else why it is refused.
 *
 * @param address where it came from, as `addressKey` writes it
 */
export async function recognise(context: Context, address: string, auth: unknown): Promise<Answer<Who | Stranger>> {
  const version = typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
  // Before anything else: another version may have another handshake.
  if (typeof version === 'number' && Number.isInteger(version)) {
    if (version < OLDEST_PROTOCOL) return { ok: false, error: refuse('version-old') };
    if (version > PROTOCOL) return { ok: false, error: refuse('version-new') };
  }
  const handshake = parse(Handshake, auth);
  if (!handshake.ok) return handshake;
  const { token, former } = handshake.value;
  const { store, tokenTries } = context;
  const brought = token ?? former;
  if (brought === undefined) return { ok: true, value: { member: null, former: null } };
  const digest = hashToken(brought);
  const refused = tokenTries.refusal(address, digest);
  if (refused) return { ok: false, error: refused };
  if (token === undefined) {
    const ended = await store.endedToken(digest);
    const stranger: Answer<Stranger> = { ok: true, value: { member: null, former: ended?.device ?? null } };
    return ended ? stranger : tokenTries.wrong(address, stranger);
  }
  const device = await store.deviceByToken(digest);
  if (!device) {
    const ended = await store.endedToken(digest);
    return tokenTries.wrong(address, { ok: false, error: refuse(ended?.why ?? 'token-unknown') });
  }
  tokenTries.right(digest);
  const now = context.clock.now();
  if (device.seenAt === null || now - device.seenAt >= limits.seenEvery)
    // Nobody waits for it, and a disk that is full keeps nobody out.
    store.seen({ device: device.device, now }).catch(() => undefined);
  return { ok: true, value: { member: device.member, device: device.device } };
}

/** @param who whose handshake it was: a stranger has to join in time */
export function attend(context: Context, answering: Answering, visitor: Visitor, who: Who | Stranger): Attended {
  const leaving: (() => void)[] = [];
  let attendance: Attendance | null = null;
  const session: Session = {
    id: visitor.id,
    address: visitor.address,
    via: visitor.via,
    private: visitor.private,
    begun: visitor.begun,
    member: null,
    device: null,
    former: who.member === null ? who.former : null,
    idle: (idle) => attendance?.idle(idle),
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
    // Removed while the handshake was on its way.
    if (context.roster.member(member)?.standing !== 'in') return visitor.disconnect();
    context.sights.saw(device, visitor.address);
    // First in the list of connections, which may end it; who is here is told of what is left.
    leaving.push(context.sessions.enter(session, () => visitor.disconnect()));
    if (!visitor.connected) return;
    attendance = context.presence.arrive(member);
    leaving.push(attendance.end, () => context.typing.left(session.id));
  };
  if (who.member !== null) belong(who);
  return {
    answer: (name, said) => answering.answer(session, name, said),
    admit: () => answering.admit(session),
    left() {
      forgetStranger();
      for (const leave of leaving.splice(0)) leave();
      answering.forget(session);
    },
  };
}
