/**
 * The beacon: one small datagram said on every network, by multicast and by broadcast, for where mDNS is blocked. One
 * socket, an ear, shares the well-known port and hears everybody; one for each network, a voice, speaks from that
 * network's address and hears only what is answered to it. Servers and apps use the same.
 */
import type { RemoteInfo, Socket } from 'node:dgram';
import { BEACON_GROUP } from '../../protocol';
import type { Logger } from '../log';
import { closeSocket, joinGroup, leaveGroup, openSocket, speakOn } from './datagrams';
import { followLinks, isOn, type Following, type Link } from './links';

export interface BeaconParts {
  /** The networks of now; asked again and again. */
  links: () => Link[];
  port: number;
  /**
   * Somebody on one of the networks said something. Nothing of it is checked.
   * @param to `all`: said to everybody; `us`: to a voice, most likely an answer
   */
  heard(message: Buffer, from: RemoteInfo, to: 'all' | 'us'): void;
  /** A network came, and can be spoken on. */
  came?(): void;
  log: Logger;
}

export class Beacon {
  readonly #parts: BeaconParts;
  readonly #voices = new Map<Link, Promise<Socket | null>>();
  #ear: Promise<Socket | null> = Promise.resolve(null);
  #following: Following | null = null;

  constructor(parts: BeaconParts) {
    this.#parts = parts;
  }

  /** Resolves when it hears and speaks, as far as this machine lets it. */
  async start(): Promise<void> {
    this.#ear = openSocket('0.0.0.0', this.#parts.port, this.#heard('all'), this.#parts.log);
    this.#following = followLinks(this.#parts.links, (came, went) => void this.#changed(came, went));
    await Promise.all([this.#ear, ...this.#voices.values()]);
  }

  /** To everybody on every network. What cannot be said is not said: it is said again soon anyway. */
  async say(text: string): Promise<void> {
    const message = Buffer.from(text);
    const said = [...this.#voices].map(async ([link, opening]) => {
      const voice = await opening;
      if (!voice) return;
      await Promise.all([BEACON_GROUP, link.broadcast].map((to) => send(voice, message, this.#parts.port, to)));
    });
    await Promise.all(said);
  }

  /** To one who spoke. */
  async answer(text: string, { address, port }: RemoteInfo): Promise<void> {
    const ear = await this.#ear;
    if (ear) await send(ear, Buffer.from(text), port, address);
  }

  async stop(): Promise<void> {
    this.#following?.stop();
    const open = [this.#ear, ...this.#voices.values()];
    this.#voices.clear();
    this.#ear = Promise.resolve(null);
    await Promise.all(open.map(async (opening) => closeSocket(await opening)));
  }

  #heard(to: 'all' | 'us') {
    return (message: Buffer, from: RemoteInfo) => {
      if ([...this.#voices.keys()].some((link) => isOn(link, from.address))) this.#parts.heard(message, from, to);
    };
  }

  async #changed(came: Link[], went: Link[]): Promise<void> {
    for (const link of went) {
      void this.#voices.get(link)?.then(closeSocket);
      this.#voices.delete(link);
    }
    for (const link of came) this.#voices.set(link, this.#openVoice(link));
    const ear = await this.#ear;
    for (const { address } of ear ? went : []) leaveGroup(ear as Socket, BEACON_GROUP, address);
    for (const { address } of ear ? came : []) joinGroup(ear as Socket, BEACON_GROUP, address, this.#parts.log);
    await Promise.all(this.#voices.values());
    if (came.length > 0) this.#parts.came?.();
  }

  async #openVoice({ address }: Link): Promise<Socket | null> {
    const voice = await openSocket(address, 0, this.#heard('us'), this.#parts.log);
    if (voice) speakOn(voice, address);
    return voice;
  }
}

function send(socket: Socket, message: Buffer, port: number, address: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      // A network without a route, a firewall that forbids it: there is nothing to do about it here.
      socket.send(message, port, address, () => resolve());
    } catch {
      // It was closed a moment ago.
      resolve();
    }
  });
}
