/** Brings a message into view that a link, an answer, a pin or a notification leads to, wherever in the room it is. */
import type { LogView, Session } from '../../../client';
import type { Id } from '../../../protocol';
import { speech } from '../../words';
import type { Around } from './around.svelte';

interface Parts {
  around: Around;
  view: () => LogView;
  /** It is in view now, or cannot be had. */
  found: () => void;
}

/** How long it is lit, in milliseconds. */
const LIT_MS = 2_600;

export class Leading {
  readonly #parts: Parts;
  #lit: Id | null = $state(null);
  #fetching: Id | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The message one was led to just now. */
  get lit(): Id | null {
    return this.#lit;
  }

  /** It is on its way from the server. */
  get fetching(): boolean {
    return this.#fetching !== null;
  }

  arrive(id: Id): void {
    clearTimeout(this.#timer);
    this.#lit = id;
    this.#timer = setTimeout(() => (this.#lit = null), LIT_MS);
    this.#done();
  }

  /** Asks for what stands around a message that is not held. */
  async fetch(id: Id): Promise<void> {
    if (this.#fetching === id) return;
    this.#fetching = id;
    const { around, view } = this.#parts;
    const { talk } = around.session;
    const logs = [around.room.id, ...view().asides.map(({ log }) => log)];
    const log = await firstOf(logs, (one) => leads(talk, one, id));
    if (this.#fetching !== id) return;
    const entry = log === null ? undefined : around.viewOf(log)?.entries.find((one) => one.id === id);
    if (log === null || !entry) this.#lost();
    else if (entry.kind === 'message' && entry.body.thread !== undefined) {
      around.conversation.panel.open({ kind: 'thread', log, root: entry.body.thread });
      this.#done();
    } else if (entry.kind !== 'message') this.#done();
    this.#fetching = null;
  }

  #lost(): void {
    this.#parts.around.deeds.tell(speech.words.messages.gone);
    this.#done();
  }

  #done(): void {
    this.#fetching = null;
    this.#parts.found();
  }
}

const leads = async (talk: Session['talk'], log: Id, id: Id): Promise<boolean> => (await talk.goTo(log, id)).ok;

async function firstOf(logs: readonly Id[], holds: (log: Id) => Promise<boolean>): Promise<Id | null> {
  for (const log of logs) if (await holds(log)) return log;
  return null;
}
