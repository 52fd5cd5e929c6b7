/** The host's bots and hooks: none yet, one being made, a secret shown once, and how it goes with hooks. */
import { test } from '../browser/household';
import { answered, openReceiver } from '../support/receiver';
import { Camera } from './camera';
import { comeIn, localeOf, looks, makeRoom, memberCalled, wordsOf } from './scene';

for (const look of looks) {
  const words = wordsOf(look);
  const { bots } = words;

  test(`bots, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    const { yunseo } = household;
    const korean = look.language === 'ko';
    const inbox = await openReceiver((before) => answered(before === 0 ? 200 : 503));
    await comeIn(page, household.url, words, '나래');
    await yunseo.talker.must('transfer', { member: await memberCalled(yunseo, '나래') });
    await makeRoom(page, words, '시안-리뷰');
    await page.getByRole('button', { name: words.people.serverMenu('디자인실 마루') }).click();
    await page.getByRole('menuitem', { name: bots.title }).click();
    const dialog = page.getByRole('dialog', { name: bots.title });
    await dialog.getByText(bots.emptyTitle).waitFor();
    await camera.take('bots-none');

    const make = async (name: string) => {
      await dialog.getByRole('button', { name: bots.make }).click();
      await page.getByRole('textbox', { name: bots.name }).fill(name);
    };
    const keep = () => page.getByRole('button', { name: bots.kept }).click();
    const add = async (name: string, entry: string) => {
      await dialog.getByRole('button', { name: bots.menuOf(name) }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    const weather = korean ? '날씨' : 'Weather';
    await make(weather);
    await page.getByRole('switch', { name: bots.scope.read }).check();
    await page.getByRole('radio').last().check();
    await page.getByRole('checkbox').first().check();
    await camera.take('bots-make');
    await page.getByRole('button', { name: bots.makeDo, exact: true }).click();
    await page.getByRole('dialog', { name: bots.once.token(weather) }).waitFor();
    await camera.take('bots-token');
    await keep();
    await make(korean ? '배포' : 'Deploy');
    await page.keyboard.press('Enter');
    await keep();

    await add(weather, bots.adds.incoming);
    await camera.take('bots-webhook-make');
    await page.getByRole('button', { name: bots.makeDo, exact: true }).click();
    await page.getByRole('dialog', { name: bots.once.incoming }).waitFor();
    await camera.take('bots-webhook');
    await keep();
    await add(weather, bots.adds.outgoing);
    await page.getByRole('textbox', { name: bots.url }).fill(inbox.url);
    await page.keyboard.press('Enter');
    await keep();
    await add(korean ? '배포' : 'Deploy', bots.adds.command);
    await page.getByRole('textbox', { name: bots.command }).fill('Deploy now');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').first().waitFor();
    await camera.take('bots-command-error');
    await page.getByRole('textbox', { name: bots.command }).fill(korean ? '배포' : 'deploy');
    await page
      .getByRole('textbox', { name: bots.url })
      .fill('https://ci.example/hooks/a-rather-long-path-of-a-program');
    await page.keyboard.press('Enter');
    await keep();
    for (const text of ['하나', '둘', '셋']) await yunseo.say(text);
    await inbox.until(() => inbox.letters.length > 2);
    await dialog.getByText(new RegExp(bots.nextAt('.*'))).waitFor();
    await dialog.getByRole('button', { name: bots.menuOf(weather) }).click();
    await page.getByRole('menu').waitFor();
    await camera.take('bots-menu');
    await page.keyboard.press('Escape');
    await camera.take('bots');
    await add(weather, bots.end);
    await camera.take('bots-end');
    await inbox.close();
  });
}
