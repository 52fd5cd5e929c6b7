/** Many servers in one window: the rail, its menu, everything unread, a name of one's own, leaving; a silent one. */
import { randomUUID } from 'node:crypto';
import { en } from '../../../renderer/words/en';
import { introduce, join, openPorch } from '../../support/desktop/porch';
import { test } from '../../support/desktop/test';
import { person, startTestServer } from '../../support/server';
import { WindowCamera } from './camera';

const words = en.servers;

test('many servers', async ({ open }) => {
  const servers = await Promise.all(
    ['디자인실 마루', '연구실', 'Maintainers of everything, everywhere'].map((name) => startTestServer({ name })),
  );
  const narae = await open();
  const { page } = narae;
  const camera = new WindowCamera(narae);
  await introduce(narae, '나래');
  const others = [];
  for (const { url } of servers) {
    await join(narae, new URL(url).host);
    const mateo = await person(url, 'Mateo');
    const yunseo = await person(url, '윤서');
    others.push({ mateo, yunseo });
    await page.getByRole('button', { name: 'To the start screen' }).click();
  }
  await openPorch(narae);
  const [design, lab, far] = others;
  if (!design || !lab || !far) throw new Error('three');
  const me = design.yunseo.resumed.members.find(({ name }) => name === '나래');
  const body = { text: '@나래 로비 시안도 봐 주세요', mentions: [{ member: me?.id ?? '', name: '나래' }] };
  const entries = [{ id: randomUUID(), kind: 'message', body }];
  for (const text of ['점심 국밥 어때요', '로비에서 봐요']) await design.mateo.say(text);
  await design.yunseo.talker.must('append', { log: design.yunseo.commons, entries });
  await lab.mateo.say('The new build is on the shared drive. Run it before you leave, and say here what you saw.');
  await servers[2]?.close();
  const rail = page.getByRole('navigation', { name: words.rail });
  const item = (name: string) => rail.getByRole('button', { name: new RegExp(`^${name}`) });
  await rail.getByRole('button', { name: /^디자인실 마루.*1 for you/ }).waitFor();
  await rail.getByRole('button', { name: /^Maintainers.*(connecting|not there)/ }).waitFor();
  const toList = page.getByRole('button', { name: /^Rooms and people|^방과 사람/ });
  await camera.resize(page, 360, 740);
  await toList.click();
  await camera.take('rail');
  await camera.take('rail-menu', {
    asItIs: true,
    ready: async () => {
      await item('디자인실 마루').press('Shift+F10');
      await page.getByRole('menu').waitFor();
    },
    after: () => page.keyboard.press('Escape'),
  });
  await page.keyboard.press('Control+Shift+A');
  await page.getByRole('dialog', { name: words.unread }).waitFor();
  await camera.take('unread');
  await page.keyboard.press('Escape');
  const choose = async (name: string, entry: string) => {
    await item(name).press('Shift+F10');
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await choose('연구실', words.mine);
  await page.getByRole('textbox', { name: words.name }).fill('나래 박사');
  await camera.take('server-name');
  await page.keyboard.press('Escape');
  await choose('Maintainers', words.leave);
  await page.getByRole('dialog').waitFor();
  await camera.take('server-leave');
  await page.keyboard.press('Escape');
  await choose('디자인실 마루', en.rooms.muteTerms.open);
  await item('디자인실 마루').click();
  await page.getByRole('log').waitFor();
  await camera.take('server-muted');
  for (const { mateo, yunseo } of others) [mateo, yunseo].forEach(({ talker }) => talker.close());
  for (const server of servers) await server.remove();
});
