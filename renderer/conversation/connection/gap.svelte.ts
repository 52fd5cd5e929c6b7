/** Notices when a connection that was lost is back, and how many messages of others were missed meanwhile. */
import type { Session } from '../../../client';
import type { Id } from '../../../protocol';

const SHOWN_MS = 7_000;

export class Gap {
  readonly #session: Session;
  /** The last seq held of each room when the connection went away; null while it stands. */
  #before: readonly { room: Id; last: number }[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #filled: number | null = $state(null);
  readonly #stop: () => void;

  constructor(session: Session) {
    this.#session = session;
    let connected = false;
    this.#stop = session.connection.subscribe(({ phase }) => {
      if (connected && phase !== 'connected') this.#opened();
      if (!connected && phase === 'connected') this.#closed();
      connected = phase === 'connected';
    });
  }

  /** For some seconds after it is back: how many messages came with it. */
  get filled(): number | null {
    return this.#filled;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#filled = null;
    this.#before ??= this.#session.server.current.rooms.map(({ id }) => ({ room: id, last: this.#lastSeq(id) }));
  }

  #closed(): void {
    const before = this.#before;
    if (!before) return;
    this.#before = null;
    const { me, rooms } = this.#session.server.current;
    let filled = 0;
    for (const { id } of rooms) {
      const last = before.find(({ room }) => room === id)?.last ?? 0;
      const { entries } = this.#session.log(id).current;
      filled += entries.filter(({ seq, kind, author }) => seq > last && kind === 'message' && author !== me).length;
    }
    this.#filled = filled;
    this.#timer = setTimeout(() => (this.#filled = null), SHOWN_MS);
  }

  #lastSeq(room: Id): number {
    return this.#session.log(room).current.head;
  }
}
