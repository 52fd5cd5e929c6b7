/**
 * One's own porch, which main opens again at the start. Until it serves, what this device kept of it is there to read, and
 * to write into: the outbox keeps it. Nothing is dialled before: only main can tell that it is the porch that answers.
 */
import type { Table } from '../../client';
import type { HostStatus, Id } from '../../protocol';
import type { Host, Serving } from './host.svelte';
import type { Profile } from './profile.svelte';
import type { Visit } from './visit.svelte';
import type { EnterOptions, Visits } from './visits.svelte';

/** Which it was when it served last, and where. */
export interface KnownPorch {
  id: Id;
  url: string;
}

export interface OwnPorchParts {
  host: Host;
  table: Table<KnownPorch>;
  profile: Profile;
  visits: Visits;
  /** The session that is before somebody. */
  shown(): Visit | null;
  /** Steps onto one. */
  enter(url: string, options: EnterOptions): Visit;
  /** Ends a session, and steps off it where it is before somebody. */
  end(visit: Visit): void;
}

const LAST = 'last';

export class OwnPorch {
  readonly #parts: OwnPorchParts;
  #known: KnownPorch | undefined = $state.raw();
  #waiting: Visit | null = $state.raw(null);

  constructor(parts: OwnPorchParts) {
    this.#parts = parts;
  }

  /** The one that serves, or is on its way; null where there is none, or nobody knows which it will be. */
  get id(): Id | null {
    const isStarting = this.#parts.host.status.state === 'starting';
    return this.serving?.id ?? (isStarting ? (this.#known?.id ?? null) : null);
  }

  get serving(): Serving | null {
    const { status } = this.#parts.host;
    return status.state === 'running' ? status : null;
  }

  /** Its session while it is on its way back: it is not to be dialled. */
  get waiting(): Visit | null {
    return this.#waiting;
  }

  async load(): Promise<void> {
    this.#known = await this.#parts.table.get(LAST).catch(() => undefined);
  }

  /**
   * Main opened it by itself, or it outlived the page before: its person is on it whether or not they look. Resolves when
   * what this device kept of one that is on its way back is there.
   */
  async begin(): Promise<void> {
    const { host, visits } = this.#parts;
    if (host.status.state === 'starting' && this.#known)
      this.#waiting = visits.open(this.#known.url, this.#known.id, { quiet: true, own: true });
    host.find((status) => this.#settled(status));
    await this.#waiting?.session.restored;
  }

  /** Resolves when it serves, or with false; what went wrong is in the host's status. */
  async open(porch: Parameters<Host['open']>[0]): Promise<boolean> {
    const status = await this.#parts.host.open(porch);
    if (status.state !== 'running') return false;
    this.#parts.profile.notePorch(status);
    this.#note(status);
    return true;
  }

  /** Steps onto it: also where it is on its way back. */
  enter(): Visit | null {
    const { serving, waiting } = this;
    if (waiting?.id) return this.#parts.enter(waiting.url, { server: waiting.id });
    return serving && this.#parts.enter(serving.url, { server: serving.id, hostKey: serving.hostKey });
  }

  async stop(): Promise<void> {
    const { host, visits, end } = this.#parts;
    const visit = this.serving && visits.of(this.serving.id);
    await host.stop();
    if (visit) end(visit);
  }

  #note({ id, url }: KnownPorch): void {
    if (this.#known?.id === id && this.#known.url === url) return;
    this.#known = { id, url };
    void this.#parts.table.put(LAST, { id, url }).catch(() => undefined);
  }

  #settled(status: Serving | Extract<HostStatus, { state: 'stopped' }>): void {
    const { visits, end } = this.#parts;
    // Somebody may have let it go meanwhile.
    const waiting = visits.all.find((visit) => visit === this.#waiting) ?? null;
    this.#waiting = null;
    if (status.state === 'running') this.#serves(status, waiting);
    // Why it does not is on the start screen; what was written meanwhile is kept until it is open again.
    else if (waiting) end(waiting);
  }

  #serves(status: Serving, waiting: Visit | null): void {
    const { visits, shown, enter, end } = this.#parts;
    const { id, url, hostKey } = status;
    this.#note(status);
    if (waiting?.url === url && waiting.id === id) {
      waiting.look();
      return waiting.retry(hostKey);
    }
    // Another porch than last time, or another place.
    const stood = waiting !== null && shown() === waiting;
    if (waiting) end(waiting);
    if (stood) enter(url, { server: id, hostKey });
    else if (!visits.at(url, id)) visits.open(url, id, { hostKey });
  }
}
