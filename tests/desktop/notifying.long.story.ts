/** Every row of the truth table that a window can be brought to: levels, and what was missed while the line was cut, too. */
import { rows } from '../../client/notifying-table';
import { driveRows, elsewhere } from '../support/desktop/table';
import { expect, test } from '../support/desktop/test';

test('every row: toast, sound, number and flash are what the table says', async ({ open }) => {
  for (const row of rows) if (elsewhere(row) !== null) console.log(`${row.name}: not here, ${elsewhere(row)}`);
  expect(
    await driveRows(
      open,
      rows.filter((row) => elsewhere(row) === null),
    ),
  ).toEqual([]);
});
