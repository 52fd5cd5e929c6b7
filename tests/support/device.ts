/** A whole device: client/ with real sockets, and a disk and secrets that survive its sessions. */
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import { openSession, type Arrival, type Carrier, type Ports, type Readable, type Session } from '../../client';
import type { Id } from '../../protocol';
import { SocketIoTransport } from '../../renderer/ports/socketio';
import { MemorySecrets, MemoryStorage } from './ports';

/** Resolves when a value is as the story wants it. */
export const until = <T>(signal: Readable<T>, is: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let done = false;
    const look = (value: T) => {
      if (done || !is(value)) return;
      done = true;
      stop?.();
      resolve(value);
    };
    stop = signal.subscribe(look);
    if (done) stop();
  });

/** What a person has at hand: a disk that survives, and the sessions opened on it. */
export class Device {
  readonly storage = new MemoryStorage();
  readonly secrets = new MemorySecrets();
  readonly arrivals: Arrival[] = [];
  session!: Session;

  constructor(readonly carriers: readonly Carrier[] = ['websocket', 'polling']) {}

  open(url: string, server?: Id): Session {
    const ports: Ports = {
      transport: new SocketIoTransport({ carriers: this.carriers }),
      storage: this.storage,
      secrets: this.secrets,
      clock: {
        now: () => Date.now(),
        after: (ms, callback) => {
          const timer = setTimeout(callback, ms);
          return () => clearTimeout(timer);
        },
      },
      random: { id: uuidv7, fraction: Math.random },
    };
    this.session = openSession(ports, { url, ...(server ? { server } : {}) });
    this.session.onArrival((arrival) => this.arrivals.push(arrival));
    this.session.connect();
    return this.session;
  }

  async join(url: string, name: string): Promise<this> {
    const session = this.open(url);
    await until(session.connection, ({ phase }) => phase === 'stranger');
    const answer = await session.join({ name });
    expect(answer.ok).toBe(true);
    await until(session.connection, ({ phase }) => phase === 'connected');
    return this;
  }

  get commons(): Id {
    const room = this.session.server.current.rooms[0];
    if (!room) throw new Error('no room yet');
    return room.id;
  }

  texts(room = this.commons): string[] {
    return this.session.log(room).current.entries.flatMap((entry) => (entry.kind === 'message' ? entry.body.text : []));
  }

  say(text: string, room = this.commons): Id {
    const answer = this.session.send(room, text);
    if (!answer.ok) throw new Error(`refused: ${answer.error.code}`);
    return answer.value;
  }

  /** Waits until this device holds exactly these messages, sent and in this order. */
  async holds(texts: readonly string[], room = this.commons): Promise<void> {
    this.session.open(room);
    await until(
      this.session.log(room),
      ({ pending }) => pending.length === 0 && this.texts(room).length >= texts.length,
    );
    expect(this.texts(room)).toEqual(texts);
  }
}
