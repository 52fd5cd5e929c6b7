/** Which server one is on, of those that are open, and every way onto one and off it. */
import type { Bridge, Fingerprint, Id } from '../../protocol';
import type { OwnWindows } from '../own-window/own-windows.svelte';
import type { LastPlace } from './last-place';
import type { OwnPorch } from './own-porch.svelte';
import type { Porches } from './porches.svelte';
import type { Servers } from './servers.svelte';
import { questionOf, type Trust } from './trust.svelte';
import type { Visit } from './visit.svelte';
import type { EnterOptions, Visits } from './visits.svelte';

export interface StepsParts {
  porches: Porches;
  visits: Visits;
  /** Null in a browser, which is on one server. */
  place: LastPlace | null;
  /** Null in a browser, as the own porch, the keys and windows of rooms' own are. */
  bridge: Bridge | null;
  own(): OwnPorch | null;
  trust(): Trust | null;
  servers(): Servers;
  rooms(): OwnWindows | null;
}

export class Steps {
  readonly #parts: StepsParts;
  #visit: Visit | null = $state.raw(null);

  constructor(parts: StepsParts) {
    this.#parts = parts;
  }

  /** The server one is on, or on the way into. */
  get visit(): Visit | null {
    return this.#visit;
  }

  /** `App.enter` */
  enter(url: string, options: EnterOptions = {}): Visit {
    const { porches, visits, servers, own } = this.#parts;
    const server = options.server ?? porches.at(url)?.id;
    const open = visits.at(url, server);
    open?.look();
    if (server) servers().entered(server);
    if (open && open === own()?.waiting) return this.#to(open);
    if (open?.url === url && (open.step === 'inside' || !options.invitation)) {
      if (open.step === 'inside') open.hurry();
      else open.retry(options.hostKey);
      return this.#to(open);
    }
    if (open) this.end(open);
    return this.#to(visits.open(url, server, options));
  }

  enterById(server: Id): Visit | null {
    const { own, porches, visits } = this.#parts;
    if (own()?.serving?.id === server) return this.enterOwn();
    const url = visits.of(server)?.url ?? porches.byId(server)?.url;
    return url ? this.enter(url, { server }) : null;
  }

  enterOwn(): Visit | null {
    return this.#parts.own()?.enter() ?? null;
  }

  /** Back to where one was when the window ended, where this device kept what was said there. */
  async resume(): Promise<void> {
    const { place: last, visits } = this.#parts;
    const place = last?.place;
    const visit = place && visits.of(place.server);
    await visit?.session.restored;
    // Somebody may have been led elsewhere meanwhile.
    if (this.#visit !== null) return;
    // Whoever has to be asked something is asked at the start screen.
    if (!place || visit?.step !== 'inside') return last?.forget();
    visit.startIn(place.room);
    // Nobody asked for it: unlike `enter`, it lets nobody join anew who was sent away.
    this.#to(visit);
  }

  /** `App.enterAnew` */
  enterAnew(visit: Visit): void {
    const { porches } = this.#parts;
    const { url } = visit;
    const remembered = porches.at(url);
    if (remembered) void porches.forget(remembered.id).catch(() => undefined);
    this.end(visit);
    this.enter(url);
  }

  /** `App.takeKey` */
  async takeKey(visit: Visit): Promise<void> {
    const question = questionOf(visit.connection);
    if (!question) return;
    await this.#parts.trust()?.answer(visit.url, question);
    visit.retry();
  }

  /** Steps onto the open server that has this key, one's own included; false where there is none. */
  async back(fingerprint: Fingerprint): Promise<boolean> {
    const { bridge, own, visits } = this.#parts;
    if (own()?.serving?.fingerprint === fingerprint) return this.enterOwn() !== null;
    for (const visit of visits.all) {
      const answer = await bridge?.call('trusted', { url: visit.url });
      const known = answer?.ok ? answer.value.verified : null;
      if (known?.verdict !== 'verified' || known.fingerprint !== fingerprint || visit.step !== 'inside') continue;
      this.enter(visit.url);
      return true;
    }
    return false;
  }

  /** `App.leave` */
  leave(): void {
    const visit = this.#visit;
    this.#visit = null;
    this.#parts.place?.forget();
    const isOver = visit?.step !== 'inside' || visit.connection.phase === 'offline';
    if (visit && isOver) this.#parts.servers().lookAgain(visit);
  }

  /** Ends a session, and steps off it where it is before somebody. */
  end(visit: Visit): void {
    this.#parts.rooms()?.closeOf(visit);
    this.#parts.visits.end(visit);
    if (this.#visit !== visit) return;
    this.#visit = null;
    this.#parts.place?.forget();
  }

  #to(visit: Visit): Visit {
    this.#visit = visit;
    return visit;
  }
}
