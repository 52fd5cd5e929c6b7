#!/usr/bin/env node
// Draws the pictures of README.md and docs/ from the real application: a host's window, and guests in browsers who talk.
// On Linux run it on the private desktop: scripts/with-desktop.py node scripts/screenshots.mjs [FOLDER]
// All views, in both themes and languages, wide and narrow, go to FOLDER; without one to test-results/screens, and docs/ gets two of them.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { _electron, chromium } from 'playwright';
import { build } from './build.mjs';
import { findElectron } from './electron.mjs';
import { fetchElectron22 } from './electron22.mjs';
import { root } from './prepare.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'test-results/screens'));
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-screens-'));
fs.mkdirSync(folder, { recursive: true });
await build({ driven: true });
const found = await findElectron();
const electron = found.path ?? path.join(fetchElectron22(), 'electron');
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const app = await _electron.launch({
  executablePath: electron,
  args: [...asRoot, path.join(root, '.cache/driven'), '--profile', profile, '--host', '127.0.0.1'],
  env: { ...process.env, LANGUAGE: 'ko_KR' },
  colorScheme: null,
});
const page = await app.firstWindow();
const browser = await chromium.launch({
  args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  ...(fs.existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {}),
});

const set = (change) => page.evaluate((value) => globalThis.maru.call('saveSettings', value), change);
const resize = (width, height) =>
  app
    .browserWindow(page)
    .then((window) => window.evaluate((made, size) => made.setContentSize(size.width, size.height), { width, height }));

/** Takes the view as it is, in both themes and languages; a reload brings the setting in. */
async function shoot(name, ready, sizes = [[1200, 800]]) {
  for (const language of ['ko', 'en']) {
    for (const theme of ['light', 'dark']) {
      await set({ language, theme });
      await resize(...sizes[0]);
      await page.reload();
      await ready(language);
      for (const [width, height] of sizes) {
        await resize(width, height);
        await page.waitForFunction((size) => Math.abs(globalThis.innerWidth - size) < 2, width).catch(() => undefined);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: path.join(folder, `${name}-${language}-${theme}-${width}.png`) });
      }
    }
  }
}

async function guest(url, name) {
  const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 900, height: 700 } });
  const tab = await context.newPage();
  await tab.goto(url);
  await tab.getByRole('textbox', { name: '이름' }).fill(name);
  await tab.screenshot({ path: path.join(folder, `guest-${name}.png`) });
  await tab.getByRole('button', { name: '들어가기' }).click();
  const composer = tab.getByRole('textbox', { name: '메시지' });
  await composer.waitFor();
  return async (text) => {
    await composer.fill(text);
    await composer.press('Enter');
    await page.getByText(text.split('\n').at(-1).replaceAll(/[*`-]/gu, '').trim().slice(0, 12)).last().waitFor();
  };
}

try {
  const naming = page.getByRole('textbox').first();
  await shoot('naming', () => naming.waitFor());
  await set({ language: 'ko', theme: 'light' });
  await page.reload();
  await naming.fill('나래');
  await naming.press('Enter');
  await page.getByRole('button', { name: '마루 펴기' }).waitFor();
  await shoot(
    'start',
    (language) => page.getByRole('button', { name: language === 'ko' ? '마루 펴기' : 'Open a porch' }).waitFor(),
    [
      [1200, 760],
      [360, 740],
    ],
  );
  await set({ language: 'ko', theme: 'light' });
  await page.reload();
  await page.getByRole('textbox', { name: /마루 이름/u }).fill('디자인실 마루');
  await page.getByRole('button', { name: '마루 펴기' }).click();
  const composer = page.getByRole('textbox', { name: '메시지' });
  await composer.waitFor();
  const status = await page.evaluate(() => globalThis.maru.call('hostStatus', {}));
  const mateo = await guest(status.value.url, 'Mateo');
  const yunseo = await guest(status.value.url, '윤서');
  const hangyeol = await guest(status.value.url, '한결');
  await mateo('Morning! The new build is on the shared drive. Run `npm start` and join **디자인실 마루**.');
  await yunseo('받았어요. 회의실 와이파이에서도 바로 보이네요. 시안 파일 올려 줄 수 있어요?');
  await composer.fill('지금 올리는 중입니다. 원본이라 조금 커요.');
  await composer.press('Enter');
  await composer.fill('배경은 한지 톤으로 맞췄고, 글자는 전부 4.5:1 이상입니다.');
  await composer.press('Enter');
  await hangyeol(
    '> 배경은 한지 톤\n**좋아요!** 참고할 곳: https://www.w3.org/TR/WCAG22/\n\n- 제목 대비 7:1\n- 본문 대비 4.5:1 🎉',
  );
  await composer.fill('확인했어요! 점심 먹고 바로 볼게요');
  const ready = async (language) => {
    await page.getByRole('textbox', { name: language === 'ko' ? '메시지' : 'Message' }).waitFor();
    await page
      .getByText(/WebSocket/u)
      .first()
      .waitFor();
    await page.getByText('본문 대비').waitFor();
  };
  await page.screenshot({ path: path.join(folder, 'as-it-was.png') });
  await shoot(
    'window',
    async (language) => {
      const again = page.getByRole('button', { name: language === 'ko' ? /올라가기/u : /Step in/u }).first();
      const message = page.getByRole('textbox', { name: language === 'ko' ? '메시지' : 'Message' });
      await Promise.race([again.waitFor(), message.waitFor()]);
      if (!(await message.isVisible())) {
        await page.screenshot({
          path: path.join(
            folder,
            `hosting-${language}-${await page.evaluate(() => globalThis.document.documentElement.dataset.theme ?? 'system')}.png`,
          ),
        });
        await again.click();
      }
      await ready(language);
    },
    [
      [1360, 860],
      [360, 740],
    ],
  );
  for (const theme of process.argv[2] ? [] : ['light', 'dark'])
    fs.copyFileSync(path.join(folder, `window-ko-${theme}-1360.png`), path.join(root, `docs/window-${theme}.png`));
} finally {
  await browser.close();
  await app.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
console.log(`drawn into ${path.relative(root, folder)}/`);
