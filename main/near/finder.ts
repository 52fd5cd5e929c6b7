/**
 * From announcements to a list of servers that are there. An announcement only names a place to ask; what is on the list
 * answered by itself, with the certificate that was announced, a few seconds ago.
 */
import { limits, type Announcement, type NearServer } from '../../protocol';
import { ask, type Place } from './asking';
import { Claims, keyOf, placeKey } from './claims';
import { Few } from './few';
import { NearList, type Row } from './list';

/** A place that did not answer as announced is left alone for so long, in ms. */
const REST = 1_000;

export class Finder {
  readonly #told: (servers: NearServer[]) => void;
  readonly #list = new NearList();
  readonly #claims = new Claims();
  /** When places may be asked again. */
  readonly #resting = new Map<string, number>();
  readonly #busy = new Set<string>();
  readonly #newOnes = new Few(limits.nearAtOnce);
  readonly #knownOnes = new Few(limits.nearAtOnce);
  readonly #checking = new Set<Row>();
  #timer: NodeJS.Timeout | undefined;
  #last = '[]';

  /** @param told hears each change of the list */
  constructor(told: (servers: NearServer[]) => void) {
    this.#told = told;
  }

  get servers(): NearServer[] {
    return this.#list.servers;
  }

  /** Asks those that are known, now and again and again. */
  start(): void {
    const checkAll = () => {
      for (const [key, until] of this.#resting) if (until < performance.now()) this.#resting.delete(key);
      for (const row of this.#list.rows) void this.#check(row);
    };
    checkAll();
    this.#timer = setInterval(checkAll, limits.nearAsk);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#claims.clear();
  }

  /** Somebody at `address` said this. */
  heard(announcement: Announcement, address: string): void {
    if (!this.#timer) return;
    const { id, port, fingerprint, bye } = announcement;
    const row = this.#list.get(keyOf(id, fingerprint));
    if (bye) return this.#saidBye(row);
    const key = placeKey({ address, port });
    if (row?.places.some((place) => placeKey(place) === key)) return;
    if ((this.#resting.get(key) ?? 0) > performance.now()) return;
    this.#claims.add(announcement, address);
    this.#askNew();
  }

  /** A goodbye can be forged: whoever is still there answers, and stays; and is not asked without end. */
  #saidBye(row: Row | undefined): void {
    const now = performance.now();
    if (!row || now - row.byeAt < REST) return;
    row.byeAt = now;
    void this.#check(row);
  }

  #askNew(): void {
    while (this.#newOnes.free) {
      const claim = this.#claims.next(this.#busy);
      if (!claim) return;
      const { place, servers } = claim;
      this.#busy.add(place.address);
      void this.#newOnes
        .run(async () => {
          const ids = [...servers];
          const found = await ask(place, (fingerprint) => ids.some((key) => key.endsWith(` ${fingerprint}`)));
          const right = found !== null && servers.has(keyOf(found.hello.id, found.fingerprint));
          this.#claims.judged(place, right);
          if (right) this.#list.answered(place, found);
          else this.#rest(place);
          this.#tell();
        })
        .then(() => {
          this.#busy.delete(place.address);
          this.#askNew();
        });
    }
  }

  #rest(place: Place): void {
    if (this.#resting.size < limits.near * 10) this.#resting.set(placeKey(place), performance.now() + REST);
  }

  /** The way that is known first; where it does not answer once, all of them once more; then it is gone. */
  async #check(row: Row): Promise<void> {
    if (this.#checking.has(row)) return;
    this.#checking.add(row);
    const here = async (place: Place) => {
      const found = await this.#knownOnes.run(() => ask(place, (fingerprint) => fingerprint === row.fingerprint));
      if (found?.hello.id !== row.id) return null;
      this.#list.answered(place, found);
      return place;
    };
    const [first] = row.places;
    if (first && !(await here(first))) {
      const answers = await Promise.all(row.places.map(here));
      this.#list.keep(
        row,
        answers.flatMap((place) => place ?? []),
      );
    }
    this.#checking.delete(row);
    this.#tell();
  }

  #tell(): void {
    const { servers } = this;
    const text = JSON.stringify(servers);
    if (text === this.#last) return;
    this.#last = text;
    this.#told(servers);
  }
}
