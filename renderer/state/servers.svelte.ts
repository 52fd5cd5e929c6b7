/**
 * The servers one is on, one's own porch among them: their order, how each stands, which are opened by themselves, and
 * the way off one. Each is by itself: what becomes of one changes nothing of another.
 */
import { forgetServer, mutedUntilOf, type Ports } from '../../client';
import { hostOf, type Id, type Refusal } from '../../protocol';
import { arranged } from '../conversation/rooms/list';
import type { OwnWindows } from '../own-window/own-windows.svelte';
import { Front } from '../rail/front.svelte';
import { callsOn, standingOf, type Calls, type Standing } from '../rail/standing';
import type { Host } from './host.svelte';
import type { Notices } from './notices.svelte';
import type { Porches } from './porches.svelte';
import type { ServerSetting, ServerSettings } from './server-settings.svelte';
import type { Visit } from './visit.svelte';
import type { Visits } from './visits.svelte';

export interface ServersParts {
  ports: Pick<Ports, 'storage' | 'secrets' | 'clock'>;
  settings: ServerSettings;
  porches: Porches;
  visits: Visits;
  /** Null in a browser, which is on the one server its page is from. */
  host: Host | null;
  /** The own porch that serves, or is on its way. */
  own(): Id | null;
  notices(): Notices;
  /** Rooms' own windows; null in a browser. */
  rooms: Pick<OwnWindows, 'forget'> | null;
  /** Steps onto one. */
  enter(server: Id): void;
  /** Ends its connection, and steps off it where it is before somebody. */
  end(visit: Visit): void;
}

export interface OnServer {
  id: Id;
  name: string;
  /** This computer runs it. */
  own: boolean;
  /** Undefined where no session is open. */
  visit: Visit | undefined;
  setting: ServerSetting;
}

/** What came of leaving. */
export interface Left {
  /** The server heard of it: this device's token is nobody's any more. */
  told: boolean;
  /** Nothing of it is on this device any more. */
  forgotten: boolean;
}

export class Servers {
  readonly #parts: ServersParts;
  readonly front = new Front();

  constructor(parts: ServersParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    await Promise.all([this.#parts.settings.load(), this.#parts.porches.load()]);
  }

  /** In their person's order. */
  get all(): readonly OnServer[] {
    const { host, porches, visits, settings } = this.#parts;
    if (!host) return [];
    const own = this.#parts.own();
    const serving = host.status.state === 'running' ? host.status : null;
    const found: { id: Id; name: string }[] = [
      ...(serving ? [serving] : []),
      ...[...porches.all].reverse(),
      ...visits.all.flatMap(({ id, name, url, step }) =>
        id !== null && step === 'inside' ? [{ id, name: name ?? hostOf(url) }] : [],
      ),
    ];
    const place = ({ setting }: OnServer) => setting.place ?? Infinity;
    return found
      .filter(({ id }, at) => found.findIndex((one) => one.id === id) === at)
      .map(({ id, name }) => {
        const visit = visits.of(id);
        return { id, name: visit?.name ?? name, own: id === own, visit, setting: settings.of(id) };
      })
      .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }

  of(server: Id): OnServer | undefined {
    return this.all.find(({ id }) => id === server);
  }

  standing({ visit, setting }: OnServer): Standing {
    return standingOf(visit?.connection ?? null, setting.connects);
  }

  calls({ visit, setting }: OnServer, now: number): Calls {
    if (visit?.step !== 'inside') return { count: 0, unread: false };
    const { rooms, preferences } = visit.server;
    const waiting = (room: Id) => visit.waiting(room);
    return callsOn({ rooms, preferences, waiting }, (setting.mutedUntil ?? 0) > now, now);
  }

  /** Opens those one is on; nothing of it comes forward. */
  async openAll(): Promise<void> {
    const { porches, settings, visits } = this.#parts;
    for (const { id } of [...porches.all].reverse()) settings.place(id);
    await visits.openQuietly(this.all.flatMap(({ id, setting }) => (setting.connects && porches.byId(id)) || []));
  }

  enter(server: Id): void {
    this.#parts.enter(server);
  }

  /** Somebody stepped onto it: it is one that is opened by itself again. */
  entered(server: Id): void {
    if (!this.#parts.settings.of(server).connects) this.#parts.settings.change(server, { connects: true });
  }

  /** Opens it as at the start: nothing comes forward. */
  connect(server: Id): void {
    const { porches, visits } = this.#parts;
    this.entered(server);
    const place = porches.byId(server);
    if (place) void visits.openQuietly([place]);
  }

  /** Somebody stepped back from its door: one that is opened by itself is so again, and then waits for them. */
  lookAgain(visit: Visit): void {
    const { host, settings, end } = this.#parts;
    end(visit);
    if (visit.id !== null && host && settings.of(visit.id).connects) this.connect(visit.id);
  }

  /** It stays in the list, and is opened when somebody asks for it. */
  disconnect(server: Id): void {
    this.#parts.settings.change(server, { connects: false });
    const visit = this.#parts.visits.of(server);
    if (visit) this.#parts.end(visit);
  }

  /** Puts one in the place of another. */
  move(server: Id, to: Id): void {
    const order = arranged(
      this.all.map(({ id }) => id),
      server,
      to,
    );
    if (order) this.#parts.settings.arrange(order);
  }

  /** @param until milliseconds since 1970; null: it is told of again */
  mute(server: Id, until: number | null): void {
    this.#parts.settings.change(server, { mutedUntil: until });
  }

  /** When a room is told of again, by what its person set for it and for its server. */
  mutedUntil(server: Id, room: number | null): number | null {
    return mutedUntilOf(room, this.#parts.settings.of(server).mutedUntil);
  }

  /** @param name null: the usual one @returns why the server did not take it; else null */
  rename(server: Id, name: string | null): Promise<Refusal | null> {
    return this.#parts.visits.renameOn(server, name);
  }

  /** What would be lost with it: messages that were not sent, and texts that were begun. */
  async waiting(server: Id): Promise<number> {
    const { storage } = this.#parts.ports;
    const tables = ['outbox', 'drafts'].map((name) => storage.table<{ server?: Id }>(name).all());
    const rows = (await Promise.all(tables)).flat();
    return rows.filter((row) => row.server === server).length;
  }

  /**
   * Ends this device on a server, and forgets there was one: its token, what was kept, what waited to go there. One that
   * is away is not told. Whoever joins it again is somebody new.
   */
  async leave(server: Id): Promise<Left> {
    const { ports, porches, settings, visits, notices, rooms, end } = this.#parts;
    const visit = visits.of(server);
    const told = visit ? await signOut(visit) : false;
    if (visit) {
      for (const { id } of visit.server.rooms) notices().clear(server, id);
      end(visit);
    }
    const work = [forgetServer(ports, server), porches.forget(server), settings.forget(server)];
    if (rooms) work.push(rooms.forget(server));
    const done = await Promise.allSettled(work);
    return { told, forgotten: done.every(({ status }) => status === 'fulfilled') };
  }
}

/** @returns whether the server has ended this device */
async function signOut({ session }: Visit): Promise<boolean> {
  const devices = await session.devices();
  const own = devices.ok ? devices.value.devices.find((device) => device.own) : undefined;
  return own ? (await session.signOut(own.id)).ok : false;
}
