/**
 * Frames as they passed, decoded: Engine.IO's protocol 4 (https://socket.io/docs/v4/engine-io-protocol/) around Socket.IO's
 * protocol 5 (https://socket.io/docs/v4/socket-io-protocol/).
 */
import { limits } from '../protocol';
import { covered, withoutSecrets } from './inspection-secrets';
import type { Carrier, Frame } from './ports';

export const packetKinds = [
  'open',
  'ping',
  'pong',
  'upgrade',
  'noop',
  'close',
  'connect',
  'disconnect',
  'refused',
  'event',
  'ack',
  'binary',
  /** What is none of these. */
  'other',
] as const;
export type PacketKind = (typeof packetKinds)[number];

export interface Packet {
  /** Counts from 1 since somebody began to look. */
  readonly number: number;
  readonly at: number;
  readonly direction: Frame['direction'];
  readonly carrier: Carrier;
  readonly kind: PacketKind;
  /** The event's, or of an answer that of the call it answers; else null. */
  readonly name: string | null;
  /** By which a call and its answer belong together; null where nothing is answered. */
  readonly ack: number | null;
  readonly bytes: number;
  /** What is in it, as JSON, without anything secret; null for what is binary, cannot be read, or is too large to be kept. */
  readonly body: string | null;
}

const KINDS: readonly PacketKind[] = ['connect', 'disconnect', 'event', 'ack', 'refused', 'event', 'ack'];
/** Type, attachments, namespace, acknowledgement id, data. */
const SOCKET_IO = /^([0-6])(?:\d+-)?(?:\/[^,]*,)?(\d+)?(.*)$/s;

type Read = Pick<Packet, 'kind' | 'name' | 'ack'> & { said: unknown };

function read({ type, data }: Frame): Read {
  const plain = { name: null, ack: null, said: undefined };
  if (data === null) return { ...plain, kind: 'binary' };
  if (type === 'open') return { ...plain, kind: 'open', said: jsonIn(data) };
  if (type !== 'message') {
    const kind = packetKinds.find((one) => one === type) ?? 'other';
    return { ...plain, kind, name: data === 'probe' ? data : null };
  }
  const [, digit = '', id, rest = ''] = SOCKET_IO.exec(data) ?? [];
  const kind = digit === '' ? 'other' : (KINDS[Number(digit)] ?? 'other');
  const said = rest === '' ? undefined : jsonIn(rest);
  const ack = id === undefined ? null : Number(id);
  if (kind !== 'event' || !Array.isArray(said)) return { ...plain, kind, ack, said };
  const [name, ...what] = said as unknown[];
  return { kind, name: typeof name === 'string' ? name.slice(0, 64) : null, ack, said: what };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps what passes, the newest, within `limits.inspectedPackets` and `limits.inspectedBytes`. */
export class PacketRing {
  #packets: readonly Packet[] = [];
  #held = 0;
  #count = 0;
  /** The calls that are waiting for an answer, by their acknowledgement ids. */
  readonly #asked = new Map<number, string>();

  get packets(): readonly Packet[] {
    return this.#packets;
  }

  /** Characters that are held. */
  get held(): number {
    return this.#held;
  }

  /** A new line: its acknowledgements count anew. */
  begin(): void {
    this.#asked.clear();
  }

  keep(frame: Frame): Packet {
    const { said, ...about } = read(frame);
    const whole = said === undefined ? null : JSON.stringify(withoutSecrets(said));
    const body = whole !== null && whole.length > limits.inspectedBody ? null : whole;
    this.#count += 1;
    const { at, direction, carrier, bytes } = frame;
    const packet: Packet = {
      number: this.#count,
      at,
      direction,
      carrier,
      bytes,
      ...about,
      name: this.#nameOf(about),
      body,
    };
    this.#packets = [...this.#packets, packet];
    this.#held += body?.length ?? 0;
    let over = 0;
    while (
      this.#packets.length - over > limits.inspectedPackets ||
      (this.#held > limits.inspectedBytes && over < this.#packets.length - 1)
    ) {
      this.#held -= this.#packets[over]?.body?.length ?? 0;
      over += 1;
    }
    if (over > 0) this.#packets = this.#packets.slice(over);
    return packet;
  }

  #nameOf({ kind, name, ack }: Omit<Read, 'said'>): string | null {
    if (ack === null) return name;
    if (kind === 'event' && name !== null) this.#asked.set(ack, name);
    if (kind !== 'ack') return name;
    const asked = this.#asked.get(ack) ?? null;
    this.#asked.delete(ack);
    return asked;
  }
}

/** What is in a packet, to be shown or handed on. @param text whether what people wrote is shown */
export function bodyOf({ body }: Packet, text: boolean): unknown {
  if (body === null) return null;
  const said: unknown = JSON.parse(body);
  return text ? said : covered(said);
}

/** The places in a log that a packet speaks of, lowest and highest; null where it names none. */
export function seqsIn({ body }: Packet): readonly [number, number] | null {
  if (body === null || !body.includes('"seq":')) return null;
  let [low, high] = [Infinity, 0];
  // From 1 on: 0 says that there is none.
  for (const [, digits] of body.matchAll(/"seq":([1-9]\d{0,14})/g)) {
    low = Math.min(low, Number(digits));
    high = Math.max(high, Number(digits));
  }
  return high === 0 ? null : [low, high];
}

export interface Sought {
  kind: PacketKind | null;
  direction: Frame['direction'] | null;
  /** In the kind, the name, the acknowledgement's id, and in what is shown of the body. */
  find: string;
  text: boolean;
}

export function matching(packets: readonly Packet[], { kind, direction, find, text }: Sought): readonly Packet[] {
  const wanted = find.trim().toLocaleLowerCase();
  return packets.filter((packet) => {
    if ((kind !== null && packet.kind !== kind) || (direction !== null && packet.direction !== direction)) return false;
    if (wanted === '') return true;
    const told =
      `${packet.kind} ${packet.name ?? ''} ${packet.ack === null ? '' : `#${packet.ack}`}`.toLocaleLowerCase();
    return told.includes(wanted) || JSON.stringify(bodyOf(packet, text)).toLocaleLowerCase().includes(wanted);
  });
}
