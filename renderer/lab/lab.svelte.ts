/** A demonstration, from pressing start: messages go out at a pace, come back by every door, and what each has cost is asked. */
import type { Session } from '../../client';
import { LabFigures, labPaths, limits, parse, type LabDoor, type LabEntry, type Refusal } from '../../protocol';
import { bridge } from '../ports/bridge';
import { hearLab, labUrl, type Demonstrated } from '../ports/lab';
import { privately } from '../ports/reaching';

/** Those of today; and of the time before, with one of today to be seen beside them. */
export const shows = {
  doors: ['polling', 'slow-polling', 'long-polling', 'ndjson', 'sse', 'socketio-polling', 'socketio', 'socket'],
  museum: ['jsonp', 'iframe', 'socket'],
} as const satisfies Record<string, readonly LabDoor[]>;
export type Show = keyof typeof shows;

export const sizes = [50, 500, limits.labText] as const;

/** What is drawn of one door. */
export interface Lane {
  door: LabDoor;
  /** From saying to hearing, in ms: the last one, and the middle of those of late. */
  last: number | null;
  middle: number | null;
}

/** Messages the middle is taken of. */
const LATELY = 50;
const FIGURES_EVERY = 1_000;

export class Lab {
  readonly #session: Pick<Session, 'url' | 'call'>;
  /** Of the server, as this page reaches it: the window by TLS alone. */
  readonly url: string;
  /** Messages a second, and the characters of each. */
  rate = $state(2);
  size: number = $state(sizes[0]);
  show: Show = $state('doors');
  #running = $state(false);
  #starting = $state(false);
  #lanes: readonly Lane[] = $state.raw([]);
  #figures: LabFigures | null = $state.raw(null);
  #refusal: Refusal | null = $state.raw(null);
  readonly #ends: (() => void)[] = [];

  constructor(session: Pick<Session, 'url' | 'call'>) {
    this.#session = session;
    this.url = bridge ? privately(session.url) : session.url;
  }

  get running(): boolean {
    return this.#running;
  }
  get starting(): boolean {
    return this.#starting;
  }
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }
  get figures(): LabFigures | null {
    return this.#figures;
  }
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  async start(show: Show): Promise<void> {
    if (this.#running || this.#starting) return;
    this.#starting = true;
    const answer = await this.#session.call('lab', {});
    this.#starting = false;
    this.#refusal = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    this.show = show;
    this.#running = true;
    this.#figures = null;
    const at = { url: this.url, pass: answer.value.pass };
    this.#lanes = shows[show].map((door) => ({ door, last: null, middle: null }));
    for (const door of shows[show]) this.#ends.push(this.#follow(door, at));
    this.#ends.push(this.#speak(at), this.#look(at));
  }

  /** What was measured stays to be looked at. */
  readonly stop = (): void => {
    this.#running = false;
    for (const end of this.#ends.splice(0)) end();
  };

  #follow(door: LabDoor, at: Demonstrated): () => void {
    const waits: number[] = [];
    return hearLab(door, at, (entries: readonly LabEntry[]) => {
      if (!this.#running || entries.length === 0) return;
      const now = performance.now();
      waits.push(...entries.map((entry) => Math.max(0, now - entry.at - entry.held)));
      waits.splice(0, waits.length - LATELY);
      const inOrder = [...waits].sort((a, b) => a - b);
      const lane = { door, last: waits.at(-1) ?? null, middle: inOrder[Math.floor((inOrder.length - 1) / 2)] ?? null };
      this.#lanes = this.#lanes.map((one) => (one.door === door ? lane : one));
    });
  }

  /** One after another, at the pace that is chosen at that moment. */
  #speak(at: Demonstrated): () => void {
    let timer: ReturnType<typeof setTimeout>;
    const say = () => {
      // Not in step with those who ask each second: they would always come at the same moment after a message.
      timer = setTimeout(say, (1_000 / this.rate) * (0.75 + Math.random() / 2));
      const body = JSON.stringify({ at: performance.now(), text: 'm'.repeat(this.size) });
      const headers = { 'content-type': 'application/json' };
      // One that is lost is not drawn; that it is over, the figures say.
      void fetch(labUrl(at, labPaths.say), { method: 'POST', headers, body }).catch(() => undefined);
    };
    // By then every door stands open.
    timer = setTimeout(say, 500);
    return () => clearTimeout(timer);
  }

  #look(at: Demonstrated): () => void {
    const timer = setInterval(() => void this.#ask(at).catch(this.stop), FIGURES_EVERY);
    return () => clearInterval(timer);
  }

  async #ask(at: Demonstrated): Promise<void> {
    const response = await fetch(labUrl(at, labPaths.figures));
    const figures = response.ok ? parse(LabFigures, await response.json()) : null;
    if (!this.#running) return;
    if (figures?.ok) this.#figures = figures.value;
    else this.stop();
  }
}
