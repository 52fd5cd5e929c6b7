/** Whether the app is locked, as main says. While it is, or while nobody knows yet, nothing else is drawn. */
import type { Answer, Bridge, LockStatus, Tried } from '../../protocol';

/** Until main has said how it stands. */
const unknown: LockStatus = { state: 'locked', damaged: false, wait: 0, left: 0, prompt: false, canPrompt: false };

export interface LockParts {
  bridge: Bridge;
  /** Somebody wants to lock, and has no passphrase yet. */
  wanted(): void;
  unlocked(): void;
}

export class Lock {
  readonly #parts: LockParts;
  #status: LockStatus = $state.raw(unknown);
  /** Milliseconds since 1970. */
  #waitsUntil = $state(0);

  constructor(parts: LockParts) {
    this.#parts = parts;
    parts.bridge.on('lock', (status) => this.#take(status));
    parts.bridge.on('lockWanted', () => parts.wanted());
  }

  get locked(): boolean {
    return this.#status.state === 'locked';
  }

  get status(): LockStatus {
    return this.#status;
  }

  /** When the next try may be made; in the past where it may be now. */
  get waitsUntil(): number {
    return this.#waitsUntil;
  }

  async load(): Promise<void> {
    const answer = await this.#parts.bridge.call('lockStatus', {});
    if (answer.ok) this.#take(answer.value);
  }

  now(): void {
    void this.#parts.bridge.call('lockNow', {});
  }

  async unlock(passphrase: string): Promise<Answer<Tried>> {
    return this.#heard(await this.#parts.bridge.call('unlock', { passphrase }));
  }

  /** Lets the system ask. */
  async prompt(): Promise<Answer<Tried>> {
    return this.#heard(await this.#parts.bridge.call('promptUnlock', {}));
  }

  /** @param old the one there is, null where there is none @param passphrase null takes it away */
  async set(old: string | null, passphrase: string | null): Promise<Answer<Tried>> {
    return this.#heard(await this.#parts.bridge.call('setPassphrase', { old, passphrase }));
  }

  startAnew(): void {
    void this.#parts.bridge.call('startAnew', {});
  }

  #heard(answer: Answer<Tried>): Answer<Tried> {
    if (answer.ok) this.#take(answer.value.status);
    return answer;
  }

  #take(status: LockStatus): void {
    const opened = this.locked && status.state !== 'locked';
    this.#waitsUntil = Date.now() + status.wait;
    this.#status = status;
    if (opened) this.#parts.unlocked();
  }
}
