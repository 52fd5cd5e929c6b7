/** Who is at an address: looked at before every attempt, asked of a person where nobody knows, and kept. */
import { isIP } from 'node:net';
import { hostOf, type Fingerprint, type Verdict, type Verified } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { Log } from '../log';
import type { Seen } from './handshake';
import { judge, meet, type Meeting, type Own, type Taken } from './judge';
import type { Pins } from './pins';
import { destination, isSecure, type Ways } from './ways';

export interface TrustParts {
  pins: Pins;
  ways: Ways;
  /** The server this app runs, while it serves. */
  own(): Own | null;
  /** A handshake with whoever is at an address (handshake.ts). */
  look(url: string): Promise<Seen>;
  /** Whether the system's authorities vouch for a name; asked for names only. */
  vouched(url: string): Promise<boolean>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
}

type Handlers = HandlersFor<'reach' | 'trust' | 'meet' | 'trusted'>;

export function judgeServers({ pins, ways, own, look, vouched, now, log }: TrustParts): {
  readonly handlers: Handlers;
} {
  const taken = new Map<string, Taken>();
  /** The key that a person was asked about, by place: no other may be taken there. */
  const asked = new Map<string, Fingerprint>();

  const knowledge = (place: string) => ({ pins, own: own(), taken: taken.get(place) ?? null });
  /** `invalid` for what is no web address. */
  const notAnAddress = () => refused('invalid', { field: 'url', rule: 'shape' });

  async function lookAt(
    place: string,
    url: string,
    expected: { server?: string | undefined; fingerprint?: Fingerprint | undefined },
  ): Promise<Verdict> {
    const seen = await look(url);
    if (seen.seen === 'no-tls') return { verdict: 'no-tls' };
    if (seen.seen === 'nothing') return { verdict: 'unreachable', why: seen.why };
    const host = hostOf(url);
    const verdict = await judge(
      { place, host, server: expected.server ?? null, fingerprint: expected.fingerprint ?? null },
      seen.fingerprint,
      { ...knowledge(place), vouched: async () => isIP(host) === 0 && (await vouched(url)) },
    );
    if (verdict.verdict !== 'verified' || verdict.by === 'authority') return verdict;
    const other = ways.shownAt(place, seen.fingerprint);
    if (other === null) return verdict;
    const server = expected.server ?? pins.at(place);
    return { verdict: 'changed', fingerprint: other, pinned: seen.fingerprint, server };
  }

  function decide(place: string, verdict: Verdict): Verdict {
    if (verdict.verdict === 'verified') {
      const before = ways.at(place);
      // The same key is the same server, whatever it is known by now: an invitation's key is a pin once it was met.
      const same = before?.verified.fingerprint === verdict.fingerprint;
      ways.open(place, { verified: verdict, server: same ? before.server : null });
    } else {
      ways.close(place);
      if ('fingerprint' in verdict) asked.set(place, verdict.fingerprint);
    }
    return verdict;
  }

  const meetingAt = (url: string, { by, fingerprint, how, since }: Verified): Meeting => ({
    by,
    fingerprint,
    host: hostOf(url),
    how: how ?? null,
    since: since ?? now(),
  });

  return {
    handlers: {
      async reach({ url, ...expected }) {
        const place = destination(url);
        if (place === null || !isSecure(url)) return notAnAddress();
        return ok(decide(place, await lookAt(place, url, expected)));
      },
      async trust({ url, fingerprint, compared, server }) {
        const place = destination(url);
        if (place === null || !isSecure(url)) return notAnAddress();
        const held = ways.at(place)?.verified.fingerprint === fingerprint;
        if (!held && asked.get(place) !== fingerprint) return refused('not-allowed');
        ways.settle(place);
        taken.set(place, { fingerprint, how: compared ? 'words' : 'first', since: now(), server: server ?? null });
        return ok(decide(place, await lookAt(place, url, { server })));
      },
      meet({ url, server }) {
        const place = destination(url);
        const way = place === null ? null : ways.at(place);
        if (place === null || way === null) return refused('not-allowed');
        const { verified } = way;
        const met = meet(server, meetingAt(url, verified), knowledge(place));
        if ('pinned' in met)
          return ok(
            decide(place, { verdict: 'changed', fingerprint: verified.fingerprint, pinned: met.pinned, server }),
          );
        ways.open(place, { verified, server });
        ways.settle(place);
        taken.delete(place);
        asked.delete(place);
        try {
          if (met.keep) pins.keep(server, met.keep, place);
        } catch (error) {
          log.error('a server’s key is kept for this run only', error);
        }
        return ok(verified);
      },
      trusted({ url }) {
        const place = destination(url);
        return ok({ verified: (place === null ? null : ways.at(place)?.verified) ?? null });
      },
    },
  };
}
