/** Hears what servers announce on this machine's networks, by the beacon and by mDNS, and asks them to. */
import type { RemoteInfo } from 'node:dgram';
import { Announcement, limits, parse } from '../../protocol';
import { MDNS_PORT } from '../../server/announce/announcer';
import { Beacon } from '../../server/announce/beacon';
import { followLinks, isOn, type Following, type Link } from '../../server/announce/links';
import { openMdns } from '../../server/announce/mdns';
import { Share } from '../../server/announce/share';
import type { Logger } from '../../server/log';

export interface ListeningParts {
  links: () => Link[];
  /** An announcement of the right shape, and the address it came from: the only one that is ever asked. */
  heard(announcement: Announcement, address: string): void;
  log: Logger;
  /** UDP ports; 0: do without. */
  ports?: { beacon: number; mdns: number };
}

/** Of all that is looked at in a second, what one address may take. */
const OF_ONE = Math.ceil(limits.announcementsPerSecond / 10);
/** A question is as long as this, so that an answer is no gain for who forges its sender. */
const QUESTION = JSON.stringify({ maru: 1, who: 'near' }).padEnd(limits.beaconBytes / 2);
/** When the beacon's question is said again, in ms: a datagram may be lost. Then with every `limits.nearAsk`. */
const AGAIN = [250, 1_000];
/** mDNS is asked again after so long, then twice as long, and so on (RFC 6762 §5.2), in ms. */
const MDNS_AGAIN = { first: 1_000, most: 16_000 };

export class Listening {
  readonly #parts: ListeningParts;
  readonly #beacon: Beacon | null;
  readonly #shares = { all: newShare(), us: newShare(), mdns: newShare() };
  readonly #browsers = new Map<Link, Promise<() => void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #following: Following | null = null;

  constructor(parts: ListeningParts) {
    this.#parts = parts;
    const { links, log } = parts;
    const port = parts.ports?.beacon ?? limits.port;
    const heard = (message: Buffer, from: RemoteInfo, to: 'all' | 'us') => this.#datagram(message, from, to);
    this.#beacon = port === 0 ? null : new Beacon({ links, port, heard, came: () => this.#ask(), log });
  }

  async start(): Promise<void> {
    if (this.#parts.ports?.mdns !== 0)
      this.#following = followLinks(this.#parts.links, (came, went) => this.#changed(came, went));
    this.#every(limits.nearAsk, () => this.#ask());
    for (const ms of AGAIN) this.#after(ms, () => this.#ask());
    await this.#beacon?.start();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#following?.stop();
    this.#close([...this.#browsers.keys()]);
    await this.#beacon?.stop();
  }

  #ask(): void {
    void this.#beacon?.say(QUESTION);
  }

  #datagram(message: Buffer, from: RemoteInfo, to: 'all' | 'us'): void {
    if (message.length > limits.beaconBytes || !this.#shares[to].take(from.address)) return;
    try {
      this.#hear(JSON.parse(message.toString()), from.address);
    } catch {
      // Not one of ours.
    }
  }

  #hear(said: unknown, address: string): void {
    const announcement = parse(Announcement, said);
    if (announcement.ok) this.#parts.heard(announcement.value, address);
  }

  #changed(came: Link[], went: Link[]): void {
    this.#close(went);
    for (const link of came) this.#browsers.set(link, this.#browse(link));
  }

  #close(links: Link[]): void {
    for (const link of links) {
      void this.#browsers.get(link)?.then((end) => end());
      this.#browsers.delete(link);
    }
  }

  /** Asks on one network, now and again and again. */
  async #browse(link: Link): Promise<() => void> {
    const hears = ({ address }: RemoteInfo) => isOn(link, address) && this.#shares.mdns.take(address);
    const { ports, log } = this.#parts;
    const mdns = await openMdns(link, { port: ports?.mdns ?? MDNS_PORT, hears, log });
    if (!mdns) return () => undefined;
    let timer: NodeJS.Timeout | undefined;
    const ask = (next: number) => {
      mdns.browse((said, address) => this.#hear(said, address));
      timer = setTimeout(() => ask(Math.min(next * 2, MDNS_AGAIN.most)), next);
    };
    ask(MDNS_AGAIN.first);
    return () => {
      clearTimeout(timer);
      void mdns.close();
    };
  }

  #after(ms: number, then: () => void): void {
    this.#timers.add(setTimeout(then, ms));
  }

  #every(ms: number, then: () => void): void {
    this.#timers.add(setInterval(then, ms));
  }
}

const newShare = (): Share => new Share(limits.announcementsPerSecond, OF_ONE);
