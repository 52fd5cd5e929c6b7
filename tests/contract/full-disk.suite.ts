/** What every store promises of a disk that is full. */
import { expect, test } from 'vitest';
import type { Draft } from '../../protocol';
import { value } from '../support/answers';
import { birth, joining, message, START, type BreakableHost } from '../support/store';

/** What holds when commits fail. */
export function fullDiskSuite(name: string, host: () => Promise<BreakableHost>): void {
  test(`${name}: on a full disk nothing changes and all is readable; with room again the same is said once`, async () => {
    const place = await host();
    try {
      const born = birth();
      const store = await place.open(born);
      const { member } = await joining(store, '나래');
      const says = (entries: Draft[]) =>
        store.append([{ log: born.room, author: member.id, entries, now: START + 100 }]);
      value((await says([message('있다')]))[0]);
      await place.fillDisk(true);
      const waiting = Array.from({ length: 40 }, (_, at) => message(`${at} ${'가득 '.repeat(2_000)}`));
      await expect(says(waiting)).rejects.toMatchObject({ name: 'StoreError', code: 'disk' });
      await expect(says(waiting)).rejects.toMatchObject({ code: 'disk' });
      expect(await store.heads()).toMatchObject([{ head: 3 }]);
      expect((await store.read({ log: born.room, after: 2, limit: 9 }))?.entries).toMatchObject([
        { body: { text: '있다' } },
      ]);
      await place.fillDisk(false);
      const { results } = value((await says(waiting))[0]);
      expect(results.map((result) => result.ok && !result.duplicate && result.seq)).toEqual(
        waiting.map((_, at) => at + 4),
      );
      await store.close();
      const again = await place.open(birth());
      expect(await again.heads()).toMatchObject([{ head: 43 }]);
      await again.close();
    } finally {
      await place.remove();
    }
  });
}
