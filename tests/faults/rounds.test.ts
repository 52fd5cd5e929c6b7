/** A short sample of the campaign (npm run faults), with seeds that stay the same. */
import { beforeAll, describe, expect, it } from 'vitest';
import { noNamespaces } from '../support/netns';
import { buildPerson } from './people';
import { kinds, overCable, playRound } from './round';

describe('eight people talk while something is killed or cut', () => {
  beforeAll(buildPerson, 60_000);

  const why = noNamespaces();
  for (const kind of kinds) {
    const left = why !== null && overCable(kind);
    // The name carries the reason, because a report of skips shows nothing else.
    it.skipIf(left)(
      left ? `${kind}: not run: ${why}` : `${kind}: every letter holds`,
      async () => {
        const { faults, kills, entries } = await playRound(kind, 42);
        expect(faults).toEqual([]);
        expect(kills).toBeGreaterThan(0);
        expect(entries).toBeGreaterThan(200);
      },
      120_000,
    );
  }
});
