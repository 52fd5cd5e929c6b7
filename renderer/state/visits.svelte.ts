/** The servers that are open, each with its session: opened, remembered, told apart, ended. */
import { openSession, type Ports } from '../../client';
import { limits, type Fingerprint, type Id, type InvitationToken, type Knock, type Refusal } from '../../protocol';
import type { Porches } from './porches.svelte';
import type { Profile } from './profile.svelte';
import type { ServerSettings } from './server-settings.svelte';
import type { Telling } from './telling';
import { Visit, type VisitOptions } from './visit.svelte';

export interface EnterOptions {
  server?: Id;
  hostKey?: string;
  invitation?: { token: InvitationToken; fingerprint: Fingerprint | null };
  /** Nobody asked for it (`VisitOptions`): it is not dialled yet. */
  quiet?: boolean;
  /** It is this window's own porch; so it is where there is a `hostKey`. */
  own?: boolean;
}

interface VisitsParts {
  ports: Ports;
  profile: Profile;
  porches: Porches;
  settings: ServerSettings;
  /** The window knows its person's name and joins by itself; in a browser the person is asked. */
  joinsByItself: boolean;
  /** Hears what arrives on each of them. */
  telling: Telling;
}

export class Visits {
  readonly #parts: VisitsParts;
  /** Open sessions stay open while one is on the start screen. */
  #all: readonly Visit[] = $state.raw([]);

  constructor(parts: VisitsParts) {
    this.#parts = parts;
  }

  get all(): readonly Visit[] {
    return this.#all;
  }

  of(server: Id): Visit | undefined {
    return this.#all.find((visit) => visit.id === server);
  }

  /** The one that is open there, or under another address of the same server. */
  at(url: string, server: Id | undefined): Visit | undefined {
    return this.#all.find((visit) => visit.url === url || (server !== undefined && visit.id === server));
  }

  /** A new session, which begins to connect. */
  open(
    url: string,
    server: Id | undefined,
    { hostKey, invitation, quiet = false, own = hostKey !== undefined }: EnterOptions,
  ): Visit {
    const { ports, joinsByItself } = this.#parts;
    const fingerprint = invitation?.fingerprint;
    const session = openSession(ports, {
      url,
      ...(server ? { server } : {}),
      ...(fingerprint ? { fingerprint } : {}),
    });
    const options: VisitOptions = {
      quiet,
      ...(server ? { server } : {}),
      ...(hostKey ? { hostKey } : {}),
      ...(invitation ? { invitation: invitation.token } : {}),
      // A device that was paired takes the name of its person, and gives them no other.
      named: (name) => void this.rename(name),
      counts: (of, room, log) => this.#parts.telling.counts(of, room, log),
      read: (of, room) => this.#parts.telling.read(of, room),
      ...(joinsByItself ? { joinAs: () => this.#nameOn(visit.id ?? server) } : {}),
    };
    const visit: Visit = new Visit(session, options);
    this.#follow(visit, own);
    this.#all = [...this.#all, visit];
    if (!quiet) void visit.begin();
    return visit;
  }

  end(visit: Visit): void {
    visit.close();
    this.#all = this.#all.filter((other) => other !== visit);
  }

  /**
   * Opens those that are not open, without a word: what this device kept of each is there at once. So many at a time are
   * dialled (`limits.dialledAtStart`); one that does not answer holds up the next no longer than its first attempt.
   */
  async openQuietly(places: readonly { url: string; id: Id }[]): Promise<void> {
    const opened = places.flatMap(({ url, id }) => (this.at(url, id) ? [] : this.open(url, id, { quiet: true })));
    const dial = async () => {
      for (let next = opened.shift(); next; next = opened.shift()) if (this.#all.includes(next)) await next.begin();
    };
    await Promise.all(Array.from({ length: limits.dialledAtStart }, dial));
  }

  /**
   * Takes a name for one server alone; null: the usual one again. A server that is away hears it when it is back.
   * @returns why the server did not take it, and all is as before; else null
   */
  async renameOn(server: Id, name: string | null): Promise<Refusal | null> {
    const { settings } = this.#parts;
    const { name: before } = settings.of(server);
    settings.change(server, { name });
    const visit = this.of(server);
    const refused = visit ? await this.#carryName(visit) : null;
    if (refused) settings.change(server, { name: before });
    return refused;
  }

  /** Takes a new name on this device, and on every server that is connected. */
  rename(name: string): ReturnType<Profile['rename']> {
    const answer = this.#parts.profile.rename(name);
    if (answer.ok) for (const visit of this.#all) void this.#carryName(visit);
    return answer;
  }

  #follow(visit: Visit, own: boolean): void {
    const { session } = visit;
    session.onArrival((arrival) => this.#parts.telling.arrived(visit, arrival));
    session.onMissed((arrivals) => this.#parts.telling.missed(visit, arrivals));
    let known: readonly Knock[] = [];
    session.knocks.subscribe((knocks) => {
      for (const knock of knocks)
        if (!known.some(({ id }) => id === knock.id)) this.#parts.telling.knocked(visit, knock);
      known = knocks;
    });
    let before = '';
    session.connection.subscribe(({ phase }) => {
      if (phase === 'connected' && before !== phase) this.#connected(visit, own);
      before = phase;
    });
  }

  #connected(visit: Visit, own: boolean): void {
    const { porches, profile, ports, settings } = this.#parts;
    const { server, me, members } = visit.session.server.current;
    const name = me && members.get(me)?.name;
    if (!server || !name) return;
    settings.place(server.id);
    // One's own porch is on its own card, not among those of others.
    if (!own) porches.remember({ ...server, url: visit.url, lastSeen: ports.clock.now(), as: name });
    if (profile.name === null) profile.rename(name);
    else void this.#carryName(visit);
  }

  /** The one taken for that server, else the usual one. */
  #nameOn(server: Id | null | undefined): string | null {
    const { profile, settings } = this.#parts;
    return (server ? settings.of(server).name : null) ?? profile.name;
  }

  /** The name on this device is the one on its servers, but for those with one of their own; one that was changed meanwhile follows. */
  async #carryName({ id, session }: Visit): Promise<Refusal | null> {
    const { me, members } = session.server.current;
    const name = this.#nameOn(id);
    if (!me || name === null || session.connection.current.phase !== 'connected' || members.get(me)?.name === name)
      return null;
    const answer = await session.rename(name);
    return answer.ok || answer.error.code === 'not-connected' ? null : answer.error;
  }
}
