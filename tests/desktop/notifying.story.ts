/** The truth table of notifications in the real window: windows, reasons, mutes, do-not-disturb. The rest is told by the long one. */
import { rows } from '../../client/notifying-table';
import { driveRows, elsewhere } from '../support/desktop/table';
import { expect, test } from '../support/desktop/test';

test('toast, sound, number and flash are what the table says', async ({ open }) => {
  test.setTimeout(120_000);
  const chosen = rows.filter(
    (row) => elsewhere(row) === null && !row.facts.missed && !row.facts.locked && row.facts.level === undefined,
  );
  expect(chosen.length).toBeGreaterThanOrEqual(24);
  expect(await driveRows(open, chosen)).toEqual([]);
});
