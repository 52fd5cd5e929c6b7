/** The lab: before it is started, as it runs, and its museum. */
import { expect, test } from '../browser/household';
import { Camera } from './camera';
import { localeOf, looks, wordsOf } from './scene';

for (const look of looks) {
  const words = wordsOf(look);
  const { lab } = words;

  test(`the lab, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    await page.goto(`${household.url}lab`);
    const name = page.getByRole('textbox', { name: words.start.yourName });
    await name.fill('나래');
    await name.press('Enter');
    const dialog = page.getByRole('dialog', { name: lab.title });
    await dialog.waitFor();
    await camera.take('lab');
    const measured = () =>
      dialog.evaluate((all) => ![...all.querySelectorAll('.num')].some((one) => one.textContent.includes('…')));
    await dialog.getByRole('button', { name: lab.start, exact: true }).click();
    await expect.poll(measured, { timeout: 30_000 }).toBe(true);
    await camera.take('lab-running');
    await dialog.getByRole('button', { name: lab.stop }).click();
    await dialog.getByRole('button', { name: lab.startMuseum }).click();
    await expect.poll(measured, { timeout: 30_000 }).toBe(true);
    await camera.take('lab-museum');
    await dialog.getByRole('heading', { name: lab.museum }).scrollIntoViewIfNeeded();
    await camera.take('lab-museum-told');
  });
}
