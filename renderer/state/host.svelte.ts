/** The porch of this window, as main supervises it. */
import type { Bridge, HostStatus, Input, DesktopCalls } from '../../protocol';

export type Serving = Extract<HostStatus, { state: 'running' }>;
type Settled = Exclude<HostStatus, { state: 'starting' }>;

export class Host {
  readonly #bridge: Bridge;
  #status: HostStatus = $state.raw({ state: 'stopped' });
  #found: ((status: Settled) => void) | null = null;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.on('host', (status) => {
      this.#status = status;
      this.#tellFound();
    });
  }

  get status(): HostStatus {
    return this.#status;
  }

  async load(): Promise<void> {
    const answer = await this.#bridge.call('hostStatus', {});
    if (answer.ok) this.#status = answer.value;
  }

  /** Calls back once: with how it is now, or with what becomes of the one that is opening now. */
  find(found: (status: Settled) => void): void {
    this.#found = found;
    this.#tellFound();
  }

  /** Resolves when it serves, or with why it does not. */
  async open(porch: Input<DesktopCalls['openPorch']>): Promise<HostStatus> {
    this.#status = { state: 'starting' };
    const answer = await this.#bridge.call('openPorch', porch);
    this.#status = answer.ok
      ? answer.value
      : { state: 'stopped', failure: { code: 'unknown', detail: answer.error.message } };
    return this.#status;
  }

  async stop(): Promise<void> {
    const answer = await this.#bridge.call('stopPorch', {});
    if (answer.ok) this.#status = answer.value;
  }

  #tellFound(): void {
    if (this.#status.state === 'starting') return;
    const found = this.#found;
    this.#found = null;
    found?.(this.#status);
  }
}
