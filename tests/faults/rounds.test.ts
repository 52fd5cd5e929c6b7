/** A short sample of the campaign (npm run faults), with seeds that stay the same. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPerson } from './people';
import { kinds, playRound } from './round';

describe('eight people talk while something is killed', () => {
  beforeAll(buildPerson, 60_000);

  it.each(kinds)(
    'the %s: every letter holds',
    async (kind) => {
      const { faults, kills, entries } = await playRound(kind, 42);
      expect(faults).toEqual([]);
      expect(kills).toBeGreaterThan(0);
      expect(entries).toBeGreaterThan(200);
    },
    120_000,
  );
});
