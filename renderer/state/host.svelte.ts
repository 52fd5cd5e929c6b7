/** The porch of this window, as main supervises it. */
import type { Bridge, HostStatus, Input, DesktopCalls } from '../../protocol';

export class Host {
  readonly #bridge: Bridge;
  #status: HostStatus = $state.raw({ state: 'stopped' });

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.on('host', (status) => (this.#status = status));
  }

  get status(): HostStatus {
    return this.#status;
  }

  async load(): Promise<void> {
    const answer = await this.#bridge.call('hostStatus', {});
    if (answer.ok) this.#status = answer.value;
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
}
