/** The doctor's calls of the bridge: a walk to somebody's server, a look at one's own, a dial back for a host. */
import { isIP } from 'node:net';
import { hostOf, type DialOutcome, type Fingerprint, type HostStatus, type Id } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import { shakeHands, type Seen } from '../trust/handshake';
import { judge, type Own } from '../trust/judge';
import type { Pins } from '../trust/pins';
import { destination, type Ways } from '../trust/ways';
import { systemLook, type Look } from './look';
import { lookAtOwn } from './own';
import { walk } from './walk';

export interface DoctorParts {
  pins: Pick<Pins, 'server' | 'at' | 'holderOf'>;
  ways: Pick<Ways, 'at'>;
  /** The server this app runs, while it serves, and all of its state. */
  own(): Own | null;
  host(): HostStatus;
  /** Whether the system's authorities vouch for a name. */
  vouched(url: string): Promise<boolean>;
  push: Push;
}

/** What is expected at an address: by the page's memory of it, or by an invitation. */
interface Expected {
  server?: Id | undefined;
  fingerprint?: Fingerprint | undefined;
}

/** How a key stands with this profile: as judged before every attempt (main/trust), and nothing is kept of it here. */
const keyJudge =
  ({ pins, own, vouched }: DoctorParts, { server, fingerprint }: Expected): Look['key'] =>
  async (url, seen) => {
    const place = destination(url);
    if (place === null) return 'new';
    const host = hostOf(url);
    const { verdict } = await judge({ place, host, server: server ?? null, fingerprint: fingerprint ?? null }, seen, {
      pins,
      own: own(),
      taken: null,
      vouched: async () => isIP(host) === 0 && (await vouched(url)),
    });
    return verdict === 'changed' ? 'changed' : verdict === 'verified' ? 'known' : 'new';
  };

function outcomeOf(seen: Seen, known: Fingerprint | null): DialOutcome {
  if (seen.seen === 'key') return seen.fingerprint === known ? 'reached' : 'other-key';
  if (seen.seen === 'no-tls') return 'no-tls';
  return seen.why === 'port-closed' ? 'closed' : 'silent';
}

/** In ms: a host waits for all answers together no longer than `limits.dialBackWait`. */
const DIAL_BACK = { connect: 2_500, handshake: 1_000 } as const;

/** One of each kind runs at a time: neither a page nor a host makes this machine knock around. */
export function doctor(parts: DoctorParts): {
  readonly handlers: HandlersFor<'diagnose' | 'diagnoseOwn' | 'dialBack'>;
} {
  let walking = false;
  let dialling = false;
  return {
    handlers: {
      async diagnose({ url, refusal, others, ...expected }) {
        if (destination(url) === null) return refused('invalid', { field: 'url', rule: 'shape' });
        if (walking) return refused('busy', { retryAfter: 1_000 });
        walking = true;
        try {
          const look = systemLook(keyJudge(parts, expected));
          const usable = others?.filter((other) => destination(other) !== null);
          return ok(await walk({ url, refusal, others: usable }, look, (so) => parts.push('diagnosis', so)));
        } finally {
          walking = false;
        }
      },
      async diagnoseOwn() {
        const status = parts.host();
        return status.state === 'running' ? ok(await lookAtOwn(status)) : refused('not-allowed');
      },
      async dialBack({ url }) {
        const place = destination(url);
        const fingerprint = place === null ? null : (parts.ways.at(place)?.verified.fingerprint ?? null);
        // Only where this window is connected, in TLS, with a key that main has agreed to.
        if (fingerprint === null) return refused('not-allowed');
        if (dialling) return refused('busy', { retryAfter: 1_000 });
        dialling = true;
        try {
          return ok({ outcome: outcomeOf(await shakeHands(url, DIAL_BACK), fingerprint) });
        } finally {
          dialling = false;
        }
      },
    },
  };
}
