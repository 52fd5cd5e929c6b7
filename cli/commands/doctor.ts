/** What is in the way to a porch, as far as a program without a screen and without rights sees it. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  OLDEST_PROTOCOL,
  PROTOCOL,
  wayIn,
  type Diagnosis,
  type DoctorCause,
  type WayStep,
  hostOf,
  portOf,
} from '../../protocol';
import { readAddress, type Destination } from '../address';
import type { Command, Context } from '../context';
import { Ended, exits, type Exit } from '../exits';
import { harmless } from '../output';
import { fingerprintOf } from '../parsing';
import { greet } from '../ports/hello';
import { objection, openSecure, type Known } from '../ports/secure';

interface Found {
  cause: DoctorCause;
  /** The step it stands at; null: nothing is in the way. */
  at: WayStep | null;
}
type Facts = Diagnosis['facts'];

/** What a connection that fails says: a way that a packet takes, never a guess. */
const byFailure: Readonly<Partial<Record<string, Found>>> = {
  'no-such-address': { cause: 'no-such-name', at: 'address' },
  'no-network': { cause: 'no-network', at: 'network' },
  'port-closed': { cause: 'port-closed', at: 'port' },
  'host-asleep': { cause: 'silent', at: 'port' },
  'no-privacy': { cause: 'no-tls', at: 'tls' },
  'not-reachable': { cause: 'stuck', at: 'tls' },
};

async function walk(url: string, known: Known, facts: Facts): Promise<Found> {
  const host = hostOf(url);
  if (isIP(host) === 0) {
    try {
      facts.addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    } catch (error) {
      // EAI_AGAIN: nobody who knows names answered (getaddrinfo(3)).
      const silent = (error as NodeJS.ErrnoException).code === 'EAI_AGAIN';
      return { cause: silent ? 'names-silent' : 'no-such-name', at: 'address' };
    }
  }
  const opened = await openSecure(url);
  if (!opened.ok) return byFailure[opened.cause.code] ?? { cause: 'stuck', at: 'tls' };
  const against = objection(known, opened.shown);
  if (against?.code === 'key-changed') {
    opened.socket.destroy();
    return { cause: 'other-certificate', at: 'pin' };
  }
  if (against) facts.firstKey = true;
  const greeted = await greet(url, opened.socket);
  if (!greeted.ok) return { cause: greeted.cause.code === 'not-maru' ? 'port-busy' : 'stuck', at: 'tls' };
  if (greeted.hello.oldest > PROTOCOL) return { cause: 'version-old', at: 'version' };
  if (greeted.hello.protocol < OLDEST_PROTOCOL) return { cause: 'version-new', at: 'version' };
  return { cause: 'none', at: null };
}

/** What is expected there: the key somebody named, or the pin where this profile joined. */
function expected({ urls, fingerprint }: Destination, { given, words, profile }: Context): Known {
  const named = fingerprintOf(given.text('fingerprint'), words) ?? fingerprint;
  const joined = profile.read();
  const here = joined && urls.includes(joined.url) ? joined : null;
  return { fingerprint: named ?? here?.fingerprint ?? null, vouched: here !== null && here.fingerprint === null };
}

const exitOf = (cause: DoctorCause): Exit => {
  if (cause === 'none') return exits.fine;
  if (cause === 'other-certificate' || cause === 'no-tls') return exits.untrusted;
  return cause === 'version-old' || cause === 'version-new' ? exits.refused : exits.unreachable;
};

export const doctor: Command = async (context) => {
  const { given, words, out } = context;
  const [address] = given.rest;
  if (address === undefined) throw new Ended(exits.usage, words.missing('address'));
  const to = readAddress(address);
  const [url] = to?.urls ?? [];
  if (!to || url === undefined) throw new Ended(exits.usage, words.badAddress);
  const begun = performance.now();
  const facts: Facts = { host: hostOf(url), port: portOf(url), addresses: isIP(hostOf(url)) ? [hostOf(url)] : [] };
  const { cause, at } = await walk(url, expected(to, context), facts);
  facts.took = Math.round(performance.now() - begun);
  const place = at === null ? wayIn.length : wayIn.indexOf(at);
  const steps = wayIn.map((step, index) => ({
    step,
    // Whether an invitation or a password is right is seen by using it.
    state:
      index === place
        ? ('failed' as const)
        : index < place && step !== 'entry'
          ? ('ok' as const)
          : ('unlooked' as const),
  }));
  const diagnosis: Diagnosis = { url, cause, facts, steps };
  const signs = { ok: '✓', failed: '✗', unlooked: '·' } as const;
  out.data(diagnosis, () =>
    harmless(
      [
        ...steps.map(({ step, state }) => `${signs[state]} ${words.steps[step]}`),
        ...(facts.firstKey ? [words.firstKeyFound] : []),
        words.doctor[cause](facts),
      ].join('\n'),
    ),
  );
  return exitOf(cause);
};
