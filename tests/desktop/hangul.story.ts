/**
 * A real Korean input method in the real window: fast, in every kind of field, and taken away in the middle of a syllable.
 *
 * ibus 1.5.27 asks its engine about a key while the next keys already come, and hands back what the engine does not want
 * (Enter) when it knows. Where a machine is busy that may be late: between two syllables of the next word, or in the place of
 * a syllable, which is then gone. A plain textarea loses and confuses the same (hangul.long.story.ts counts it), so what is
 * asserted of fast typing is ours: what the method gave is said, all of it, in its order and once, and never is anything put
 * into the field, nor the focus taken, while a syllable is in the making. Where Enter came in time, each word is a message.
 */
import { inHangul, typeAll, words } from '../support/ime/typed';
import { press } from '../support/desktop/keyboard';
import { expect, test } from '../support/desktop/test';

/** Milliseconds from key to key: faster than people type. */
const FAST = 60;

test('Korean, fast: Enter right behind the last syllable, in the composer, an edit and a form; nothing is cut, doubled or lost', async ({
  open,
}) => {
  // Nine tenths of it are keys and an input method; where many other things run, both take their time.
  test.setTimeout(60_000);
  const app = await inHangul(open);

  for (const pace of [FAST, 30]) await typeAll(app, words, pace);

  // Arrow up in the empty field: the last one said anew.
  const said = app.room().locator('[data-seq] .text');
  const before = await said.last().innerText();
  await press(['Up']);
  await expect(app.composer).toHaveValue(before);
  await press([...'dirh'], FAST);
  await expect(app.composer).toHaveValue(`${before}야고`);
  await press(['Return']);
  await expect(said.last()).toHaveText(new RegExp(`^${before}야고\\s`, 'u'));
  await expect(app.composer).toHaveValue('');

  // The button, in the middle of a syllable.
  await press([...'dkssud'], FAST);
  await expect(app.composer).toHaveValue('안녕');
  await app.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(said.last()).toHaveText('안녕');
  await expect(app.composer).toHaveValue('');

  // A form: Enter makes the room, once, with its whole name.
  const rooms = app.page.getByRole('navigation', { name: 'Rooms' });
  await app.page.getByRole('button', { name: 'New room' }).click();
  const name = app.page.getByRole('textbox', { name: 'Room name' });
  await name.click();
  await press([...'tldks'], FAST);
  await expect(name).toHaveValue('시안');
  await press(['Return']);
  await expect(app.room('시안')).toBeVisible();
  await expect(rooms.getByRole('button', { name: /^# 시안/u })).toHaveCount(1);

  // The room is changed in the middle of a syllable: it stays where it was typed, and nowhere else.
  await app.composer.click();
  await press([...'dkssud'], FAST);
  await expect(app.composer).toHaveValue('안녕');
  await rooms.getByRole('button', { name: /^# Commons/u }).click();
  await expect(app.room()).toBeVisible();
  await expect(app.composer).toHaveValue('');
  await app.composer.click();
  await press([...'rhrl'], FAST);
  await expect(app.composer).toHaveValue('고기');

  // The palette is opened in the middle of one, and what is found in it chosen in the middle of one.
  await press(['ctrl+k']);
  const finder = app.page.getByRole('combobox', { name: 'A room, a person, or what to do' });
  await expect(finder).toBeFocused();
  await press([...'tldks'], FAST);
  await expect(finder).toHaveValue('시안');
  await press(['Return']);
  await expect(finder).toHaveCount(0);
  await expect(app.room('시안')).toBeVisible();
  await expect(app.composer).toHaveValue('안녕');
  await expect(app.room('시안').locator('[data-seq] .text')).toHaveCount(0);
  await rooms.getByRole('button', { name: /^# Commons/u }).click();
  await expect(app.composer).toHaveValue('고기');
  await app.composer.click();
  await press(['Return']);
  await expect(said.last()).toHaveText('고기');
  await expect(app.composer).toHaveValue('');
});
