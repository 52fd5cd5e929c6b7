/** Says on every network of this machine that a server is here: by mDNS and by the beacon. Trouble is logged, never thrown. */
import type { RemoteInfo } from 'node:dgram';
import * as v from 'valibot';
import { BeaconQuestion, limits, type Announcement } from '../../protocol';
import { facts, type Logger } from '../log';
import { Beacon } from './beacon';
import { followLinks, isOn, linksOf, type Following, type Link } from './links';
import { openMdns, type Mdns } from './mdns';
import { Share } from './share';

export interface AnnouncerParts {
  /** What is said: id, port, fingerprint, and the name where the host allows it. */
  announcement: Pick<Announcement, 'id' | 'port' | 'fingerprint' | 'name'>;
  /** What the server listens on; its networks are those of `linksOf`. */
  host: string;
  log: Logger;
  /** UDP ports. Tests on one machine take their own. */
  ports?: { beacon: number; mdns: number };
  links?: () => Link[];
}

/** RFC 6762 §3. */
export const MDNS_PORT = 5353;

/** Answers a second: in all, and to one address. */
const ANSWERS = { inAll: 50, toOne: 4 };

/** Packets of mDNS that are looked at in a second from one address. */
const QUESTIONS_OF_ONE = 40;

export class Announcer {
  readonly #parts: AnnouncerParts;
  readonly #links: () => Link[];
  readonly #announcement: Announcement;
  readonly #beacon: Beacon;
  readonly #answers = new Share(ANSWERS.inAll, ANSWERS.toOne);
  readonly #questions = new Share(limits.announcementsPerSecond, QUESTIONS_OF_ONE);
  readonly #published = new Map<Link, Promise<Mdns | null>>();
  #following: Following | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
    this.#links = parts.links ?? (() => linksOf(parts.host));
    const { id, port, fingerprint, name } = parts.announcement;
    this.#announcement = { maru: 1, id, port, fingerprint, ...(name === undefined ? {} : { name }) };
    this.#beacon = new Beacon({
      links: this.#links,
      port: parts.ports?.beacon ?? limits.port,
      heard: (message, from) => this.#asked(message, from),
      came: () => this.#say(),
      log: parts.log,
    });
  }

  /** Resolves when it has been said for the first time; never rejects. */
  async start(): Promise<void> {
    this.#following = followLinks(this.#links, (came, went) => this.#changed(came, went));
    await this.#quietly(this.#beacon.start());
    this.#say();
    this.#timer = setInterval(() => this.#say(), limits.announceEvery);
    this.#timer.unref();
    await Promise.all(this.#published.values());
  }

  /** Says goodbye, best after the server has closed its door, and gives everything back. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#following?.stop();
    await this.#quietly(this.#beacon.say(JSON.stringify({ ...this.#announcement, bye: true })));
    await this.#quietly(this.#beacon.stop());
    const published = [...this.#published.values()];
    this.#published.clear();
    await Promise.all(published.map((publishing) => this.#quietly(publishing.then((mdns) => mdns?.close()))));
  }

  #say(): void {
    void this.#quietly(this.#beacon.say(JSON.stringify(this.#announcement)));
  }

  /** An answer is never twice as long as its question, and nobody gets many: no use for anybody who forges a sender. */
  #asked(message: Buffer, from: RemoteInfo): void {
    if (message.length > limits.beaconBytes || !isQuestion(message)) return;
    const answer = JSON.stringify(this.#announcement);
    if (Buffer.byteLength(answer) > 2 * message.length || !this.#answers.take(from.address)) return;
    void this.#quietly(this.#beacon.answer(answer, from));
  }

  #changed(came: Link[], went: Link[]): void {
    for (const link of went) {
      const publishing = this.#published.get(link);
      this.#published.delete(link);
      if (publishing) void this.#quietly(publishing.then((mdns) => mdns?.close()));
    }
    for (const link of came) this.#published.set(link, this.#publish(link));
  }

  async #publish(link: Link): Promise<Mdns | null> {
    const { log, ports } = this.#parts;
    const hears = ({ address }: RemoteInfo) => isOn(link, address) && this.#questions.take(address);
    try {
      const mdns = await openMdns(link, { port: ports?.mdns ?? MDNS_PORT, hears, log });
      mdns?.publish(this.#announcement);
      return mdns;
    } catch (error) {
      log.warn({ ...facts(error), address: link.address }, 'mDNS cannot announce on a network');
      return null;
    }
  }

  async #quietly(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#parts.log.warn(facts(error), 'announcing met an error');
    }
  }
}

function isQuestion(message: Buffer): boolean {
  try {
    return v.is(BeaconQuestion, JSON.parse(message.toString()));
  } catch {
    return false;
  }
}
