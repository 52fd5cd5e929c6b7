/** The whole screen's state: who is in front of it, which servers are open, and what is in view. */
import type { Id, NoticeReply, NoticeTarget } from '../../protocol';
import { addressesOf, roomsIn } from '../own-window/in-app';
import type { OwnWindows } from '../own-window/own-windows.svelte';
import type { Screen } from '../ports';
import type { Invited } from '../start/entrance';
import { DeviceStorage } from '../settings/device-storage';
import type { SectionName } from '../settings/section';
import { Asks } from './asks.svelte';
import { Codes } from './codes.svelte';
import { Desk } from './desk.svelte';
import { Host } from './host.svelte';
import { LastPlace } from './last-place';
import { Links } from './links.svelte';
import { Lock } from './lock.svelte';
import { Near } from './near.svelte';
import { Notices } from './notices.svelte';
import { OwnPorch } from './own-porch.svelte';
import { Porches, type RememberedPorch } from './porches.svelte';
import { Profile } from './profile.svelte';
import { ServerSettings } from './server-settings.svelte';
import { Servers } from './servers.svelte';
import { Steps } from './steps.svelte';
import { answerInto, Telling } from './telling';
import { Trust } from './trust.svelte';
import { Updates } from './updates.svelte';
import type { Visit } from './visit.svelte';
import { Visits, type EnterOptions } from './visits.svelte';

/** `naming`: the window's first start. `start`: the start screen, in a browser the door of its server. */
export type View = 'naming' | 'start' | 'conversation';

export class App {
  readonly profile: Profile;
  readonly porches: Porches;
  readonly notices: Notices;
  readonly links: Links;
  /** What the system's menu asks for. */
  readonly asks = new Asks();
  readonly codes: Codes;
  /** Null in a browser. */
  readonly host: Host | null;
  /** The porch that `host` runs, as a server one is on; null in a browser. */
  readonly own: OwnPorch | null;
  /** What is on this network; null in a browser. */
  readonly near: Near | null;
  /** Null in a browser. */
  readonly lock: Lock | null;
  /** A newer Maru; null in a browser. */
  readonly updates: Updates | null;
  /** Rooms in windows of their own; null in a browser. */
  readonly rooms: OwnWindows | null;
  /** What main knows of servers' keys; null in a browser. */
  readonly trust: Trust | null;
  /** The server that served this page to a browser; null in the window. */
  readonly home: string | null;
  /** The invitation by which a browser came here; `damaged`: it was not whole. */
  readonly invited: Invited | 'damaged' | null;
  /** What this device keeps, and how much of it. */
  readonly device: DeviceStorage;
  /** False where the browser lets this page keep nothing. */
  readonly keeps: boolean;
  /** What is told of all this outside of the page. */
  readonly desk: Desk;
  readonly #visits: Visits;
  readonly #steps: Steps;
  /** Null in a browser. */
  readonly #place: LastPlace | null;
  /** Those one is on. */
  readonly servers: Servers;
  #settings: SectionName | null = $state(null);
  #focused = $state(false);

  constructor({ ports, settings, bridge, home, invited = null, keeps }: Screen) {
    this.home = home;
    this.invited = invited;
    this.keeps = keeps;
    this.profile = new Profile(settings, ports.storage.table<boolean>('own'));
    this.device = new DeviceStorage(ports);
    this.porches = new Porches(ports.storage.table<RememberedPorch>('servers'));
    const settled = new ServerSettings(ports.storage.table('server-settings'));
    const telling = new Telling({
      notices: () => this.notices,
      mutedUntil: (server, room) => this.servers.mutedUntil(server, room),
      shown: () => this.#shown,
      focused: () => this.#focused,
      apart: (room, thread) => this.rooms?.sight(room, thread, this.#focused) ?? null,
      now: () => ports.clock.now(),
    });
    this.#visits = new Visits({
      ports,
      profile: this.profile,
      porches: this.porches,
      settings: settled,
      joinsByItself: home === null,
      telling,
    });
    this.#place = bridge ? new LastPlace(ports.storage.table('last-place')) : null;
    this.#steps = new Steps({
      ...{ bridge, porches: this.porches, visits: this.#visits, place: this.#place },
      ...{ own: () => this.own, trust: () => this.trust, servers: () => this.servers, rooms: () => this.rooms },
    });
    this.host = bridge ? new Host(bridge) : null;
    this.own =
      this.host &&
      new OwnPorch({
        ...{ host: this.host, table: ports.storage.table('own-porch'), profile: this.profile, visits: this.#visits },
        shown: () => this.visit,
        enter: (url, options) => this.enter(url, options),
        end: (visit) => this.#steps.end(visit),
      });
    this.near = bridge ? new Near(bridge, ports) : null;
    this.trust = bridge ? new Trust(bridge) : null;
    this.rooms = bridge && roomsIn(this, bridge, (server) => this.#steps.enterById(server));
    this.updates = bridge ? new Updates(bridge, () => this.visits) : null;
    this.servers = new Servers({
      ...{ ports, settings: settled, porches: this.porches, visits: this.#visits, host: this.host },
      own: () => this.own?.id ?? null,
      ...{ notices: () => this.notices, rooms: this.rooms },
      enter: (server) => void this.#steps.enterById(server),
      end: (visit) => this.#steps.end(visit),
    });
    this.lock = bridge
      ? new Lock({ bridge, wanted: () => this.openSettings('lock'), unlocked: () => this.links.load() })
      : null;
    this.notices = new Notices({
      ...{ bridge, clock: ports.clock },
      settings: () => this.profile.settings.notices,
      change: (notices) => this.profile.change({ notices }),
      locked: () => this.locked,
      clicked: (target) => this.show(target),
      answered: (reply) => this.#answer(reply),
    });
    this.codes = new Codes(bridge, (url) => this.enter(url));
    this.links = new Links({
      bridge,
      stepBack: (fingerprint) => this.#steps.back(fingerprint),
      enter: (url, invitation) => this.enter(url, { invitation }),
    });
    this.desk = new Desk({
      bridge,
      visits: () => this.visits,
      shown: () => this.#shown,
      unread: () => this.unread,
    });
  }

  get view(): View {
    if (!this.home && this.profile.name === null) return 'naming';
    return this.visit?.step === 'inside' ? 'conversation' : 'start';
  }

  /** The server one is on, or on the way into. */
  get visit(): Visit | null {
    return this.#steps.visit;
  }

  get #shown(): Visit | null {
    return this.view === 'conversation' ? this.visit : null;
  }

  get visits(): readonly Visit[] {
    return this.#visits.all;
  }

  /** The section of the settings that is in front; null where they are closed. */
  get settings(): SectionName | null {
    return this.#settings;
  }

  /** Nothing is to be seen but the lock. */
  get locked(): boolean {
    return this.lock?.locked === true;
  }

  async load(): Promise<void> {
    // Nothing is shown before all of it is there: it is asked for at once, not one after the other.
    await Promise.all([
      this.lock?.load(),
      this.profile.load(navigator.language),
      this.servers.load(),
      this.host?.load(),
      this.own?.load(),
      this.#place?.load(),
    ]);
    // A page cannot look at keys; the fingerprint is for the app.
    const invitation = this.invited === 'damaged' ? null : this.invited;
    if (this.home)
      this.enter(this.home, invitation ? { invitation: { token: invitation.token, fingerprint: null } } : {});
    const own = this.own?.begin();
    if (!this.home) void this.servers.openAll();
    this.links.load();
    await Promise.all([own, this.notices.load()]);
    await this.#steps.resume();
  }

  /** What is in front is where the next start goes on. */
  keepPlace(): void {
    const visit = this.#shown;
    if (visit?.id) this.#place?.note(visit.id, visit.roomInView);
  }

  /** Ends all connections; what is still to be written is under way to the disk. */
  close(): void {
    this.#place?.close();
    for (const visit of this.visits) this.#steps.end(visit);
  }

  openSettings(section: SectionName = 'profile'): void {
    this.#settings = section;
  }

  closeSettings(): void {
    this.#settings = null;
  }

  /** Takes a new name on this device, and on every server that is connected. */
  rename(name: string): ReturnType<Profile['rename']> {
    return this.#visits.rename(name);
  }

  /**
   * Steps onto a server: the one that is open already, or a new session.
   * @param url `http://HOST:PORT/`
   * @param server the id that must answer there; unless told, the one remembered for this address
   * @param invitation its token, and what it says of the server's key
   */
  enter(url: string, options: EnterOptions = {}): Visit {
    return this.#steps.enter(url, options);
  }

  /** Opens this window's own porch and steps in at once. What goes wrong is in `host.status`. */
  async openPorch(porch: Parameters<Host['open']>[0]): Promise<void> {
    if (await this.own?.open(porch)) this.enterOwnPorch();
  }

  enterOwnPorch(): Visit | null {
    return this.#steps.enterOwn();
  }

  async stopPorch(): Promise<void> {
    await this.own?.stop();
  }

  /** The person takes the key that is in question: goes on there, if that key still answers. */
  takeKey(visit: Visit): Promise<void> {
    return this.#steps.takeKey(visit);
  }

  /** Another server answers where one was remembered: go in there as somebody new. */
  enterAnew(visit: Visit): void {
    this.#steps.enterAnew(visit);
  }

  /**
   * Back to the start screen. Where one was inside, the connection stays; one that has ended for good is let go, so
   * that stepping in again begins at the door, which knows what to do about it; what it waits for stands in the rail.
   */
  leave(): void {
    this.#steps.leave();
  }

  visitOf(server: Id): Visit | undefined {
    return this.#visits.of(server);
  }

  /** Other addresses of a server that this device has heard of: near, or when it was there last. */
  addressesOf({ id, url }: Visit): readonly string[] {
    if (id === null) return [];
    const near = this.near?.servers.flatMap((server) => (server.id === id ? server.url : [])) ?? [];
    const remembered = this.porches.byId(id)?.url;
    const heard = [...near, ...(remembered ? [remembered] : [])];
    return heard.filter((other, at) => other !== url && heard.indexOf(other) === at);
  }

  /** Goes where a notification leads: the server, the room, the entry. */
  show({ server, room, entry }: NoticeTarget): void {
    if (this.rooms?.show({ server, room, entry })) return;
    const visit = this.#steps.enterById(server);
    if (entry !== undefined) visit?.goTo({ room, entry });
  }

  /** The machine woke, the network came back, or somebody looks again. */
  hurry(): void {
    for (const visit of this.visits) visit.hurry();
  }

  /** @param focused whether somebody has this page before them */
  look(focused: boolean): void {
    this.#focused = focused;
    if (focused) this.hurry();
  }

  /** The room somebody looks at right now. */
  get inView(): { server: Id; room: Id } | null {
    const apart = this.locked ? null : this.rooms?.inView;
    if (apart) return apart;
    const server = this.#shown?.id;
    const room = this.#shown?.roomInView;
    return this.#focused && !this.locked && server && room ? { server, room } : null;
  }

  get unread(): number {
    return this.visits.reduce((sum, visit) => sum + visit.unread, 0);
  }

  /** How others reach the server in view, where this window is its host. */
  get ownAddresses(): readonly string[] | null {
    return addressesOf(this.host, this.visit?.id ?? null);
  }

  /** Opens the server where it is not open, and shows nothing of it. */
  #answer(reply: NoticeReply): void {
    const { server } = reply.target;
    const own = this.own?.serving?.id === server ? this.own.serving : null;
    const url = (own ?? this.porches.byId(server))?.url;
    const visit = this.visitOf(server) ?? (url && this.#visits.open(url, server, own ? { hostKey: own.hostKey } : {}));
    if (visit) void answerInto(visit.session, reply);
  }
}
