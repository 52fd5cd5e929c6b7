/** A look at why somebody cannot come in, as the screen shows it: lines that are decided one after the other, then a verdict. */
import type { Bridge, Diagnosis, Firewall } from '../../../protocol';
import type { Session } from '../../../client';
import { linesOfOwn, verdictOfOwn, type DialledBack } from './own';
import { linesOfWay, verdictOfWay, type Way } from './way';

export interface Line {
  state: 'ok' | 'failed' | 'unlooked';
  text: string;
}

export interface Verdict {
  title: string;
  advice: string;
  /** True: nothing is wrong. */
  fine: boolean;
  /** Commands that open a port on the host's machine; `known`: the firewall it is known to have. */
  open?: { port: number; known: Firewall | null };
  /** An address to take instead. */
  instead?: string;
}

export interface Examination {
  readonly lines: readonly Line[];
  /** Null as long as it looks. */
  readonly verdict: Verdict | null;
  /** Looks, again too. Never rejects. */
  run(): Promise<void>;
  /** Nobody looks at it any more. */
  end(): void;
}

/** The way of this window into somebody's server. Sentences follow the language, as they are made when they are read. */
export class WayIn implements Examination {
  readonly #bridge: Bridge;
  readonly #way: Way;
  #diagnosis: Diagnosis | null = $state.raw(null);
  readonly #stop: () => void;

  constructor(bridge: Bridge, way: Way) {
    this.#bridge = bridge;
    this.#way = way;
    this.#stop = bridge.on('diagnosis', (so) => {
      if (so.url === way.url && !this.#diagnosis?.cause) this.#diagnosis = so;
    });
  }

  get lines(): readonly Line[] {
    return this.#diagnosis ? linesOfWay(this.#diagnosis) : [];
  }

  get verdict(): Verdict | null {
    return this.#diagnosis?.cause ? verdictOfWay(this.#diagnosis) : null;
  }

  async run(): Promise<void> {
    this.#diagnosis = null;
    const answer = await this.#bridge.call('diagnose', { ...this.#way });
    if (answer.ok) this.#diagnosis = answer.value;
  }

  end(): void {
    this.#stop();
  }
}

/** One's own porch, from this machine and from those of members who are here. */
export class OwnPorch implements Examination {
  readonly #bridge: Bridge;
  readonly #session: Session | null;
  #found: Parameters<typeof linesOfOwn>[0] | null = $state.raw(null);

  /** @param session of this window on its own porch; null where one has not stepped onto it: nobody can be asked then */
  constructor(bridge: Bridge, session: Session | null) {
    this.#bridge = bridge;
    this.#session = session;
  }

  get lines(): readonly Line[] {
    return this.#found ? linesOfOwn(this.#found) : [];
  }

  get verdict(): Verdict | null {
    return this.#found && this.#found.dialled !== undefined ? verdictOfOwn(this.#found) : null;
  }

  async run(): Promise<void> {
    this.#found = null;
    const look = await this.#bridge.call('diagnoseOwn', {});
    if (!look.ok) return;
    this.#found = { look: look.value };
    this.#found = { look: look.value, dialled: await this.#dialled() };
  }

  end(): void {
    // What is under way ends by itself, within seconds.
  }

  async #dialled(): Promise<DialledBack> {
    const session = this.#session;
    if (session === null || session.connection.current.phase !== 'connected') return { asked: null };
    const answer = await session.askDialBack();
    if (!answer.ok) return { asked: null, ...(answer.error.code === 'rate' ? { soon: true } : {}) };
    const { members } = session.server.current;
    const outcomes = answer.value.outcomes.map(({ member, host, outcome }) => ({
      name: members.get(member)?.name ?? '',
      host,
      outcome,
    }));
    return { asked: answer.value.asked, outcomes };
  }
}
