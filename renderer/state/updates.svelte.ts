/** A newer Maru, as main knows of it. This page says when to look, and with which servers it is connected. */
import { hostOf, type Answer, type Bridge, type UpdateState } from '../../protocol';
import type { Visit } from './visit.svelte';

/** It is looked for once a start, when people are in, and then so often, in ms. */
const FIRST = 30_000;
const EVERY = 24 * 60 * 60_000;

export class Updates {
  readonly #bridge: Bridge;
  readonly #visits: () => readonly Visit[];
  #state: UpdateState = $state.raw({ state: 'off' });
  /** The system did not take the package: the person has to open it. */
  #byHand = $state(false);

  constructor(bridge: Bridge, visits: () => readonly Visit[]) {
    this.#bridge = bridge;
    this.#visits = visits;
    bridge.on('update', (state) => (this.#state = state));
  }

  get state(): UpdateState {
    return this.#state;
  }

  get byHand(): boolean {
    return this.#byHand;
  }

  /** Looks by itself until the returned function is called; nothing where nobody's updates are believed. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      await this.look();
      timer = setTimeout(() => void again(), EVERY);
    };
    void this.#ask(this.#bridge.call('updates', {})).then(() => {
      if (this.#state.state !== 'off' && timer === undefined) timer = setTimeout(() => void again(), FIRST);
    });
    return () => clearTimeout(timer);
  }

  async look(): Promise<void> {
    const servers = this.#visits().flatMap(({ url, name, connection }) =>
      connection.phase === 'connected' ? [{ url, name: name ?? hostOf(url) }] : [],
    );
    await this.#ask(this.#bridge.call('lookForUpdate', { servers }));
  }

  async load(): Promise<void> {
    await this.#ask(this.#bridge.call('loadUpdate', {}));
  }

  /** From a folder that the person chooses: a stick, where there is no internet. */
  async take(): Promise<void> {
    await this.#ask(this.#bridge.call('takeUpdate', {}));
  }

  async install(): Promise<void> {
    this.#byHand = false;
    const answer = await this.#bridge.call('installUpdate', {});
    this.#byHand = answer.ok && !answer.value.handed && this.#state.state === 'ready';
  }

  async #ask(asked: Promise<Answer<UpdateState>>): Promise<void> {
    const answer = await asked;
    if (answer.ok) this.#state = answer.value;
  }
}
