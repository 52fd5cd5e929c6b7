/** The connection looked into: as it is, upgraded, over plain requests, lost, tried out. */
import { test } from '../browser/household';
import { Camera } from './camera';
import { comeIn, localeOf, looks, wordsOf } from './scene';

for (const look of looks) {
  const words = wordsOf(look);
  const { inspector } = words;

  test(`the connection, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    const message = await comeIn(page, household.url, words, '나래');
    const mateo = await household.someone('Mateo');
    const pill = page.getByRole('region', { name: words.conversation.connection }).first();
    await pill.getByRole('button').click();
    const panel = page.getByRole('region', { name: inspector.title });
    await panel.waitFor();
    await mateo.say('Morning! The new build is on the shared drive.');
    await message.fill('지금 올리는 중입니다.');
    await message.press('Enter');
    await panel.getByText('append', { exact: false }).first().waitFor();
    await camera.take('inspector');

    for (const part of [inspector.handshake, inspector.experiments, inspector.outages, inspector.about, inspector.sift])
      await panel.getByText(part, { exact: true }).click();
    await panel.getByText(inspector.first).waitFor();
    await panel.getByText(inspector.handshake, { exact: true }).scrollIntoViewIfNeeded();
    await camera.take('inspector-handshake', { narrow: false });
    const carriers = panel.getByRole('combobox', { name: inspector.carriers });
    await carriers.selectOption('upgrade');
    await panel
      .getByText(new RegExp(inspector.rungs.left('.*')))
      .first()
      .waitFor();
    await carriers.scrollIntoViewIfNeeded();
    await camera.take('inspector-experiment');
    await panel.getByRole('heading', { name: inspector.transports }).scrollIntoViewIfNeeded();
    await camera.take('inspector-upgraded', { narrow: false });
    await carriers.selectOption('polling');
    await panel.getByText(inspector.stays, { exact: false }).waitFor();
    await camera.take('inspector-polling');
    await panel.getByRole('button', { name: inspector.corrupt }).click();
    await panel.getByText(inspector.brokenSaid('').slice(0, 12), { exact: false }).waitFor();
    await panel.getByRole('button', { name: inspector.corrupt }).scrollIntoViewIfNeeded();
    await camera.take('inspector-broken', { narrow: false });
    await panel.getByRole('button', { name: inspector.cutFor('10') }).click();
    await page.getByText(words.conversation.reconnecting).first().waitFor();
    await panel.getByRole('heading', { name: inspector.transports }).scrollIntoViewIfNeeded();
    await camera.take('inspector-cut');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    await camera.take('pill-reconnecting', { narrow: false });
  });
}
