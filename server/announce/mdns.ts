/**
 * What bonjour-service needs around it. By itself it uses one network only, says nothing where it has no route, and throws
 * where its port is taken: so each network gets an instance of its own, on a socket that was opened and joined here.
 */
import Bonjour, { type Browser, type Service } from 'bonjour-service';
import { EventEmitter } from 'node:events';
import type { RemoteInfo, Socket } from 'node:dgram';
import { limits, SERVICE_TYPE, type Announcement } from '../../protocol';
import { facts, type Logger } from '../log';
import { closeSocket, joinGroup, openSocket, speakOn } from './datagrams';
import type { Link } from './links';

/** RFC 6762 §3, §11: the group, and the hop limit it wants. */
const GROUP = '224.0.0.251';
const HOPS = 255;

/** What multicast-dns uses of a socket: it never binds this one, and hears only what `hears` lets through. */
class Guarded extends EventEmitter {
  readonly #socket: Socket;

  constructor(socket: Socket, hears: (from: RemoteInfo) => boolean, log: Logger) {
    super();
    this.#socket = socket;
    socket.on('message', (message, from) => {
      if (!hears(from)) return;
      try {
        this.emit('message', message, from);
      } catch (error) {
        // A record that its sender bent, and the library trusted.
        log.debug(facts(error), 'an mDNS packet was not read');
      }
    });
  }

  send(
    message: Buffer,
    _offset: number,
    _length: number,
    port: number,
    to: string,
    done: (error?: Error) => void,
  ): void {
    try {
      this.#socket.send(message, port, to, (error) => done(error ?? undefined));
    } catch (error) {
      done(error as Error);
    }
  }

  close(done: () => void): void {
    void closeSocket(this.#socket).then(done);
  }
}

export interface MdnsOptions {
  port: number;
  /** Whether a packet is looked at. */
  hears: (from: RemoteInfo) => boolean;
  log: Logger;
}

/** mDNS on one network. */
export interface Mdns {
  /** The instance's name holds the server's id, so that no two are alike and none has to be probed for. */
  publish(announcement: Announcement): void;
  /** Asks who is there and hears the answers, until it is called again or closed: each begins knowing nothing. */
  browse(heard: (said: unknown, address: string) => void): void;
  /** Says goodbye for what was published. */
  close(): Promise<void>;
}

/** @returns null where the port or the group cannot be had there */
export async function openMdns({ address }: Link, { port, hears, log }: MdnsOptions): Promise<Mdns | null> {
  const socket = await openSocket('0.0.0.0', port, () => undefined, log);
  if (!socket) return null;
  try {
    if (!joinGroup(socket, GROUP, address, log)) throw new Error('no group');
    speakOn(socket, address, HOPS);
  } catch (error) {
    log.warn({ ...facts(error), address }, 'a network takes no multicast');
    await closeSocket(socket);
    return null;
  }
  // `multicast: false`: the group was joined above. These options are multicast-dns's, and missing from the types.
  const options: object = { socket: new Guarded(socket, hears, log), bind: false, multicast: false, port };
  const bonjour = new Bonjour(options, (error: Error) => log.debug(facts(error), 'mDNS could not answer'));
  let browser: Browser | null = null;
  return {
    publish({ ...announcement }) {
      const name = `maru-${announcement.id}`;
      const txt = toText(announcement);
      bonjour.publish({ name, type: SERVICE_TYPE, port: announcement.port, host: `${name}.local`, txt, probe: false });
    },
    browse(heard) {
      browser?.stop();
      browser = look(bonjour, heard);
    },
    close: () =>
      new Promise((resolve) => {
        browser?.stop();
        bonjour.unpublishAll(() => bonjour.destroy(() => resolve()));
      }),
  };
}

function look(bonjour: Bonjour, heard: (said: unknown, address: string) => void): Browser {
  const browser = bonjour.find({ type: SERVICE_TYPE });
  const tell = (service: Service, more: { bye?: true } = {}) => {
    // Only where it came from: the addresses it names could be anybody's.
    if (service.referer) heard({ ...fromText(service.txt), ...more }, service.referer.address);
    // It keeps all that it hears of. A flood ends it, until it is begun again.
    if (browser.services.length >= limits.near) browser.stop();
  };
  browser.on('up', (service) => tell(service));
  browser.on('txt-update', (service) => tell(service));
  browser.on('srv-update', (service) => tell(service));
  browser.on('down', (service) => tell(service, { bye: true }));
  return browser;
}

const toText = (announcement: Announcement): Record<string, string> =>
  Object.fromEntries(Object.entries(announcement).map(([key, value]) => [key, String(value)]));

/** A TXT record as an announcement would be; nothing of it is checked. */
function fromText(text: unknown): object {
  const { maru, port, ...rest } = { ...(text as object) } as Record<string, unknown>;
  return { ...rest, maru: Number(maru), port: Number(port) };
}
