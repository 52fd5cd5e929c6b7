/** Whether this page owns its profile. Only the owner has an App; any other page says where Maru is, and can fetch it here. */
import type { LeaseHooks, OpenScreen, Sharing } from '../ports';
import { App } from './app.svelte';
import { Profile } from './profile.svelte';

/** Null until the first word: a page that is alone with its profile shows nothing but the app. */
export type Elsewhere =
  | null
  /** Another page owns the profile. */
  | 'open'
  /** Another page held it and says nothing any more: this one takes over in a few seconds. */
  | 'silent';

export class Ownership {
  /** Language and appearance also hold where Maru is not. */
  readonly profile: Profile;
  readonly #screen: OpenScreen;
  readonly #sharing: Sharing | null;
  #app: App | null = $state.raw(null);
  #elsewhere: Elsewhere = $state(null);
  #moving = $state(false);
  #settled: () => Promise<void> = async () => undefined;
  /** Becoming the owner takes its time; losing comes after it. */
  #beginning: Promise<void> = Promise.resolve();
  #gone = false;
  #known: () => void = () => undefined;

  constructor(screen: OpenScreen) {
    this.#screen = screen;
    this.profile = new Profile(screen.settings, screen.ports.storage.table<boolean>('own'));
    const hooks: LeaseHooks = {
      begins: (holder) => {
        this.#beginning = this.#begin(holder);
      },
      ends: () => this.#end(),
      waits: (answered) => this.#wait(answered),
    };
    this.#sharing = screen.share?.(hooks) ?? null;
  }

  get app(): App | null {
    return this.#app;
  }

  get elsewhere(): Elsewhere {
    return this.#elsewhere;
  }

  /** It was asked for here, and is on its way. */
  get moving(): boolean {
    return this.#moving;
  }

  /** Resolves when it is known what to show. */
  async start(): Promise<void> {
    if (!this.#sharing) return this.#open(new App(this.#screen));
    await this.profile.load(navigator.language);
    const known = new Promise<void>((resolve) => (this.#known = resolve));
    this.#claim(this.#sharing);
    await known;
  }

  /** The person wants to go on in this page. */
  moveHere(): void {
    this.#moving = true;
    this.#sharing?.lease.take();
  }

  /** The page is shown again, or woke: it may have lost its profile meanwhile. */
  check(): void {
    this.#sharing?.lease.check();
  }

  /** The page goes; the browser may keep it to show it again. */
  leave(): void {
    if (!this.#sharing) return;
    if (this.#app) this.#sharing.returning.goes();
    this.#gone = true;
    this.#close();
    this.#elsewhere = null;
    this.#moving = false;
    this.#sharing.lease.release();
  }

  /** The browser kept the page, and shows it again. */
  async comeBack(): Promise<void> {
    if (!this.#gone) return;
    await this.#beginning;
    this.#gone = false;
    if (this.#sharing) this.#claim(this.#sharing);
  }

  /** Whoever had Maru a moment ago has it again. */
  #claim({ lease, returning }: Sharing): void {
    if (returning.comesBack()) this.moveHere();
    lease.start();
  }

  async #begin(holder: string): Promise<void> {
    const tenure = this.#sharing?.under(holder);
    if (!tenure) return;
    this.#settled = () => tenure.settled();
    await this.#open(new App({ ...this.#screen, ports: tenure.ports }));
  }

  async #open(app: App): Promise<void> {
    await app.load();
    if (this.#gone) return app.close();
    this.#app = app;
    this.#elsewhere = null;
    this.#moving = false;
    this.#known();
  }

  async #end(): Promise<void> {
    await this.#beginning;
    this.#close();
    this.#elsewhere = 'open';
    await this.#settled();
  }

  #close(): void {
    this.#app?.close();
    this.#app = null;
  }

  #wait(answered: boolean): void {
    this.#elsewhere = answered ? 'open' : 'silent';
    this.#known();
  }
}
