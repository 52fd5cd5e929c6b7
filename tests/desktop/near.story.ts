/** The start screen of a window: porches near come and go by themselves, and a key is enough to step in. */
import { introduce } from '../support/desktop/porch';
import { expect, named, row, test } from './near';

test(
  'porches near are listed live, with what their hello says, and go when they stop or die',
  { tag: '@long' },
  async ({ open, porch }) => {
    const [studio, floor] = [named('디자인실'), named('3층')];
    const first = await porch(studio);
    const app = await open();
    await introduce(app, '나래');
    await expect(row(app, studio)).toContainText('no password');
    await expect(row(app, studio)).toContainText('0 here');
    const second = await porch(floor, { password: '마루 열쇠' });
    await expect(row(app, floor)).toContainText('Enter password');
    await second.kill();
    await expect(row(app, floor)).toHaveCount(0, { timeout: 10_000 });
    await first.stop();
    await expect(row(app, studio)).toHaveCount(0, { timeout: 2_000 });
  },
);
