/** A newer Maru in the real window: found, fetched, and started in place of this one. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { en } from '../../renderer/words/en';
import { expect, test } from '../support/desktop/test';
import { removeFolder, temporaryFolder } from '../support/folders';

const script = path.resolve(import.meta.dirname, '../../scripts/feed.mjs');
const words = en.updates;

test('the settings find what the maker signed, fetch it, and start it in place of this one', async ({ open }) => {
  const folder = await temporaryFolder('updates');
  const at = (name: string) => path.join(folder, name);
  fs.mkdirSync(at('web'));
  // What comes is a program that says that it ran.
  fs.writeFileSync(at('web/Maru-9.0.0.AppImage'), `#!/bin/sh\necho ran > '${at('ran')}'\n`);
  fs.writeFileSync(at('Maru.AppImage'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const key = execFileSync(process.execPath, [script, 'keys', at('maker.pem')], { encoding: 'utf8' }).trim();
  const signing = ['sign', '--key', at('maker.pem'), '--version', '9.0.0', '--folder', at('web')];
  execFileSync(process.execPath, [script, ...signing, '--ko', '더 빨라졌어요.', '--en', 'It is faster.']);
  const web = createServer((request, response) => {
    const file = at(path.join('web', path.basename(request.url ?? '')));
    if (fs.existsSync(file)) response.end(fs.readFileSync(file));
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  try {
    const feed = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
    fs.writeFileSync(at('updates.json'), JSON.stringify({ key, feed }));
    const narae = await open({ env: { MARU_UPDATES: at('updates.json'), APPIMAGE: at('Maru.AppImage') } });
    const { page } = narae;
    await narae.yourName.fill('Narae');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: en.start.editProfile('Narae') }).click();
    await page.getByRole('tab', { name: en.settings.sections.updates }).click();
    await page.getByRole('button', { name: words.look }).click();
    await expect(page.getByRole('heading', { name: words.found('9.0.0') })).toBeVisible();
    await expect(page.getByText('It is faster.')).toBeVisible();
    await page.getByRole('button', { name: /^Download/ }).click();
    const ended = narae.app.waitForEvent('close');
    await page.getByRole('button', { name: words.install.appimage }).click();
    await ended;
    await expect.poll(() => fs.existsSync(at('ran'))).toBe(true);
    expect(fs.readFileSync(at('Maru.AppImage'), 'utf8')).toContain('echo ran');
  } finally {
    web.close();
    await removeFolder(folder);
  }
});
