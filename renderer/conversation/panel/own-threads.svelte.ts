/** The threads one has a part in, as the server told last, and what is new in them. Asked again when something is said in one. */
import { fromStore } from 'svelte/store';
import type { Session, ThreadView } from '../../../client';
import type { NetworkCalls, Output, Refusal } from '../../../protocol';

export type OwnThread = Output<NetworkCalls['threads']>['threads'][number];

/** However much is said in threads, the list is asked for no more often. */
const PAUSE_MS = 1_000;

export class OwnThreads {
  readonly #session: Session;
  readonly #views: Record<string, { readonly current: ThreadView }> = {};
  #list: readonly OwnThread[] | null = $state.raw(null);
  #refused: Refusal | null = $state.raw(null);
  #asking = false;
  /** Something was said since it was asked. */
  #stale = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The one that was spoken in last first; null until the server told. */
  get list(): readonly OwnThread[] | null {
    return this.#list;
  }

  /** Why the server did not tell. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Messages in all of them together that one has not read. */
  get unread(): number {
    return (this.#list ?? []).reduce((sum, one) => sum + this.newIn(one).unread, 0);
  }

  /** What is new in one of them: as this device knows it where it was opened here, else as the server told. */
  newIn({ log, root, count }: OwnThread): { unread: number; mentions: number } {
    const view = (this.#views[`${log}/${root.id}`] ??= fromStore(this.#session.talk.thread(log, root.id)));
    return view.current.root ? view.current : count;
  }

  /** Keeps the list up from now on; the returned function stops that. */
  follow(): () => void {
    void this.ask();
    return this.#session.onArrival(({ entry }) => {
      if (entry.body.thread !== undefined) void this.ask();
    });
  }

  async ask(): Promise<void> {
    this.#stale = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#stale) {
      this.#stale = false;
      const answer = await this.#session.talk.threads();
      if (answer.ok) this.#list = answer.value.threads;
      this.#refused = answer.ok ? null : answer.error;
      if (!answer.ok) break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#asking = false;
  }
}
