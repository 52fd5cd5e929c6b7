/**
 * A joiner's way into a server, step by step from outside in, until something is in the way. It sends a TLS handshake and
 * one `GET /hello`: no token, no name, no text. Within `limits.diagnosis` there is a verdict.
 */
import {
  OLDEST_PROTOCOL,
  PROTOCOL,
  type Diagnosis,
  type DoctorCause,
  type Fingerprint,
  type Hello,
  type Refusal,
  hostOf,
  portOf,
} from '../../protocol';
import { firstMaru, otherPort } from './elsewhere';
import { Findings } from './findings';
import type { Look } from './look';
import { urlAt } from './place';
import type { Route } from './routes';
import type { Knocked } from './tcp';

export interface Asked {
  url: string;
  /** What the server said to the last attempt, where it got so far. */
  refusal?: Refusal | undefined;
  /** Further addresses of the same server, as its invitation or its announcement names them: `https://HOST:PORT/`. */
  others?: readonly string[] | undefined;
}

/** How long each may take at most, in ms. */
const TIMES = { names: 1_500, knock: 2_200, missing: 2_200, handshake: 1_500, hello: 1_200, elsewhere: 700 } as const;

/** One of the addresses a name stands for, and the way there. */
interface Way {
  address: string;
  route: Route;
}
type Met = Way & { knocked: Knocked };

/** In the order of how much they say. */
const telling: readonly Knocked[] = ['open', 'closed', 'unreachable', 'silent', 'no-way'];

/** Refusals that say why this person may not come in. Any other (a full disk, a hurry) is no matter of the way. */
const ofEntry: ReadonlySet<Refusal['code']> = new Set([
  'password-needed',
  'password-wrong',
  'knock-needed',
  'knock-refused',
  'invitation-unknown',
  'invitation-expired',
  'invitation-used',
  'invitation-revoked',
  'guests-refused',
  'removed',
  'signed-out',
  'server-full',
]);

/** @param tell hears what is in order so far, each time that one more step is; the answer is the verdict */
export async function walk(asked: Asked, look: Look, tell: (so: Diagnosis) => void): Promise<Diagnosis> {
  const way = new Walk(asked, look, tell);
  return way.verdict(await way.go());
}

class Walk {
  readonly #asked: Asked;
  readonly #look: Look;
  readonly #findings: Findings;
  readonly #host: string;
  readonly #port: number;

  constructor(asked: Asked, look: Look, tell: (so: Diagnosis) => void) {
    this.#asked = asked;
    this.#look = look;
    this.#host = decodeURIComponent(hostOf(asked.url));
    this.#port = portOf(asked.url);
    this.#findings = new Findings(asked.url, { host: this.#host, port: this.#port }, () => look.now(), tell);
  }

  verdict(cause: DoctorCause): Diagnosis {
    return this.#findings.verdict(cause);
  }

  async go(): Promise<DoctorCause> {
    const named = await this.#look.names(this.#host, this.#within('names'));
    if (!named.ok) return this.#look.onNetwork() ? named.why : 'no-network';
    this.#findings.facts.addresses = named.addresses;
    this.#findings.pass('address');
    const ways = await this.#waysTo(named.addresses);
    if (ways.length === 0) return this.#look.onNetwork() ? 'other-network' : 'no-network';
    const met = await this.#knock(ways);
    if (met === undefined) return 'silent';
    this.#note(met);
    if (met.knocked !== 'open') return this.#shut(met);
    this.#findings.pass('network', 'port');
    return this.#talk(met);
  }

  #within(what: keyof typeof TIMES): number {
    return this.#findings.within(TIMES[what]);
  }

  /** The addresses that this machine has a way to. */
  async #waysTo(addresses: readonly string[]): Promise<Way[]> {
    const all = await Promise.all(
      addresses.map(async (address) => ({ address, route: await this.#look.route(address) })),
    );
    const usable = all.filter(({ route }) => route.through !== null || route.relation === 'this-machine');
    const [first = all[0]] = usable;
    if (first) this.#note(first);
    // Whether there is a way to another network is known when somebody there answers.
    if (usable[0]?.route.relation === 'same-network' || usable[0]?.route.relation === 'this-machine')
      this.#findings.pass('network');
    return usable;
  }

  #note({ address, route }: Way): void {
    const { facts } = this.#findings;
    facts.addresses = [address, ...facts.addresses.filter((other) => other !== address)];
    facts.relation = route.relation;
    if (route.through) [facts.interface, facts.own] = [route.through.link, route.through.own];
  }

  /** Knocks at all of them at once; the one with the most to say counts. */
  async #knock(ways: readonly Way[]): Promise<Met | undefined> {
    const timeout = this.#within('knock');
    const knocked = ways.map(async (way) => ({
      ...way,
      knocked: await this.#look.knock(way.address, this.#port, timeout),
    }));
    const all = await Promise.all(knocked);
    return all.sort((a, b) => telling.indexOf(a.knocked) - telling.indexOf(b.knocked))[0];
  }

  /** The port does not open: why, and whether the porch is somewhere else. */
  async #shut(met: Met): Promise<DoctorCause> {
    const { others = [] } = this.#asked;
    const other = await firstMaru(others, this.#look, this.#within('elsewhere'));
    if (other !== null) this.#findings.facts.found = other;
    if (met.knocked === 'closed') {
      this.#findings.pass('network');
      if (other !== null && hostOf(other) !== this.#host) return 'other-interface';
      return other !== null || (await this.#findPort(met.address)) ? 'other-port' : 'port-closed';
    }
    switch (met.route.relation) {
      case 'this-machine':
        return 'firewall';
      case 'same-network':
        return this.#look.missing(met.address, met.route, this.#within('missing'));
      case 'internet':
        this.#findings.pass('network');
        return 'silent';
      default:
        return 'other-network';
    }
  }

  /** Whether a Maru answers at one of the next ports of that machine. */
  async #findPort(address: string): Promise<boolean> {
    const found = await otherPort(address, this.#port, this.#look, this.#within('elsewhere'));
    if (found !== null) this.#findings.facts.found = found;
    return found !== null;
  }

  /** Somebody takes the connection: whether it is a Maru, the right one, of a version one can talk with. */
  async #talk({ address }: Met): Promise<DoctorCause> {
    const place = urlAt(this.#host, this.#port);
    const seen = await this.#look.handshake(place, this.#within('handshake'));
    if (seen.seen !== 'key') return this.#withoutTls(address, seen.seen === 'nothing');
    this.#findings.pass('tls');
    const key = await this.#look.key(place, seen.fingerprint);
    if (key === 'changed') return 'other-certificate';
    if (key === 'new') this.#findings.facts.firstKey = true;
    this.#findings.pass('pin');
    return this.#greet(address, place, seen.fingerprint);
  }

  async #withoutTls(address: string, silent: boolean): Promise<DoctorCause> {
    const greeting = await this.#look.greet(urlAt(this.#host, this.#port, 'http'), null, this.#within('hello'));
    // Porches have spoken TLS since version 3 of the protocol.
    if (greeting.said === 'hello') return greeting.hello.protocol < OLDEST_PROTOCOL ? 'version-new' : 'no-tls';
    const found = await this.#findPort(address);
    return silent && greeting.said === 'nothing' && !found ? 'stuck' : 'port-busy';
  }

  async #greet(address: string, place: string, fingerprint: Fingerprint): Promise<DoctorCause> {
    const greeting = await this.#look.greet(place, fingerprint, this.#within('hello'));
    if (greeting.said === 'hello') return this.#judge(greeting.hello);
    if (greeting.said !== 'other') return greeting.said === 'nothing' ? 'stuck' : 'name-refused';
    await this.#findPort(address);
    return 'port-busy';
  }

  #judge({ oldest, protocol, password }: Hello): DoctorCause {
    const { refusal } = this.#asked;
    if (oldest > PROTOCOL || refusal?.code === 'version-old') return 'version-old';
    if (protocol < OLDEST_PROTOCOL || refusal?.code === 'version-new') return 'version-new';
    this.#findings.pass('version');
    if (refusal && ofEntry.has(refusal.code)) {
      this.#findings.facts.refusal = refusal;
      return 'refused';
    }
    if (!password) this.#findings.pass('entry');
    return 'none';
  }
}
