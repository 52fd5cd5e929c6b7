/** The connections that are a member's now, so that those of one member or one device can be ended at once. */
import type { Id } from '../protocol';
import type { Session } from './session';

/** Whose connections are meant. */
export type Whose = { member: Id } | { device: Id };

export class Sessions {
  readonly #open = new Map<Session, () => void>();
  /** Devices that were ended since the start: a handshake that was on its way then must not come through. */
  readonly #ended = new Set<Id>();

  /**
   * A connection became a member's; one of a device that was ended meanwhile ends here.
   * @param disconnect ends it at once: nothing is pushed to it from then on
   * @returns to be called when the connection has ended
   */
  enter(session: Session, disconnect: () => void): () => void {
    if (session.device !== null && this.#ended.has(session.device)) disconnect();
    else this.#open.set(session, disconnect);
    return () => void this.#open.delete(session);
  }

  get open(): Session[] {
    return [...this.#open.keys()];
  }

  /** Ends these connections, before anything else is said to them. */
  end(whose: Whose): void {
    if ('device' in whose) this.#ended.add(whose.device);
    for (const [session, disconnect] of [...this.#open]) {
      if (isOf(session, whose)) disconnect();
    }
  }
}

const isOf = ({ member, device }: Session, whose: Whose): boolean =>
  'member' in whose ? member === whose.member : device === whose.device;
