/** What a walk has found so far, and how that is told. */
import { limits, wayIn, type Diagnosis, type DoctorCause, type WayStep } from '../../protocol';

/** Which step a cause belongs to; those behind it were not looked at. */
const placeOf: Readonly<Record<DoctorCause, WayStep | null>> = {
  none: null,
  'no-such-name': 'address',
  'names-silent': 'address',
  'no-network': 'network',
  'other-network': 'network',
  away: 'network',
  isolated: 'network',
  'port-closed': 'port',
  'other-port': 'port',
  'other-interface': 'port',
  firewall: 'port',
  silent: 'port',
  stuck: 'tls',
  'port-busy': 'tls',
  'no-tls': 'tls',
  'other-certificate': 'pin',
  'name-refused': 'version',
  'version-old': 'version',
  'version-new': 'version',
  refused: 'entry',
};

/** What is kept of the whole time for whatever is still to be put together, in ms. */
const RESERVE = 400;

export class Findings {
  readonly facts: Diagnosis['facts'];
  readonly #url: string;
  readonly #begun: number;
  readonly #now: () => number;
  readonly #tell: (so: Diagnosis) => void;
  readonly #passed = new Set<WayStep>();

  constructor(
    url: string,
    facts: Pick<Diagnosis['facts'], 'host' | 'port'>,
    now: () => number,
    tell: (so: Diagnosis) => void,
  ) {
    this.#url = url;
    this.facts = { ...facts, addresses: [] };
    this.#begun = now();
    this.#now = now;
    this.#tell = tell;
  }

  /** How long something may take that takes so long at most: nothing goes past `limits.diagnosis`. In ms. */
  within(most: number): number {
    return Math.max(1, Math.min(most, limits.diagnosis - RESERVE - (this.#now() - this.#begun)));
  }

  /** Steps that are in order, told at once. */
  pass(...steps: readonly WayStep[]): void {
    for (const step of steps) this.#passed.add(step);
    this.#tell(this.#state(null));
  }

  /** The end of the walk. What was taken to be in order at or behind the cause's step is not said any more. */
  verdict(cause: DoctorCause): Diagnosis {
    const place = placeOf[cause];
    if (place !== null) for (const step of wayIn.slice(wayIn.indexOf(place))) this.#passed.delete(step);
    this.facts.took = Math.round(this.#now() - this.#begun);
    return this.#state(cause);
  }

  #state(cause: DoctorCause | null): Diagnosis {
    const failed = cause === null ? null : placeOf[cause];
    return {
      url: this.#url,
      cause,
      facts: { ...this.facts },
      steps: wayIn.map((step) => ({
        step,
        state: this.#passed.has(step) ? ('ok' as const) : step === failed ? ('failed' as const) : ('unlooked' as const),
      })),
    };
  }
}
