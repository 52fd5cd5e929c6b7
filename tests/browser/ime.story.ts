/** What input methods do, played again in a real Chromium on the real fields: what is sent, and what stays. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Browser, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build } from 'vite';
import { removeFolder, temporaryFolder } from '../support/folders';
import { traces, type Trace } from '../support/ime/trace';
import { expect, test } from './people';

const ADDRESS = 'http://fields.test';
const places = ['composer', 'edit', 'form'] as const;
type Place = (typeof places)[number];
type Replay = (place: Place, trace: Trace) => Promise<{ said: string[]; value: string; broken: string[] }>;

async function pageIn(browser: Browser, folder: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.route(`${ADDRESS}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
    const type = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }[path.extname(file)];
    await route.fulfill({ body: await readFile(file), contentType: type ?? 'application/octet-stream' });
  });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(ADDRESS);
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  return page;
}

/** @param all else each field has every third of the traces */
async function playTraces(browser: Browser, all: boolean): Promise<void> {
  const folder = await temporaryFolder('fields');
  await build({
    ...{ configFile: false, root: path.join(import.meta.dirname, '../support/ime/page'), base: '/', logLevel: 'error' },
    plugins: [svelte({ configFile: false })],
    build: { outDir: folder, target: 'chrome108', minify: false, modulePreload: false },
  });
  const inPlace = async (place: Place) => {
    const page = await pageIn(browser, folder);
    const wrong: unknown[] = [];
    const fitting = traces.filter(({ form }) => place === 'composer' || form);
    const played = all
      ? fitting
      : fitting.filter(({ steps }, at) => at % 3 === 0 || steps.some(({ stalled }) => stalled));
    for (const trace of played) {
      const { said, value, broken } = await page.evaluate(
        ([where, what]) => (window as unknown as { replay: Replay }).replay(where, what),
        [place, trace] as const,
      );
      const right = JSON.stringify([said, value, broken]) === JSON.stringify([trace.said, trace.value, []]);
      if (!right) wrong.push({ place, trace: trace.name, about: trace.about, said, value, broken });
    }
    await page.context().close();
    return { place, played: played.length, wrong };
  };
  const results = await Promise.all(places.map(inPlace));
  const recorded = traces.filter(({ source }) => source.startsWith('recorded')).length;
  const count = results.map(({ place, played }) => `${place} ${played}`).join(', ');
  console.log(
    `${traces.length} traces (${recorded} recorded, ${traces.length - recorded} written): played in ${count}`,
  );
  await removeFolder(folder);
  expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(traces.length).toBeGreaterThanOrEqual(24);
  for (const system of ['ibus', 'fcitx5', 'windows', 'macos'])
    expect(traces.filter((trace) => trace.system === system).length, system).toBeGreaterThan(5);
}

const told = 'what input methods make a page see, by their traces: sent once, whole, and only when meant';
test(told, ({ browser }) => playTraces(browser, false));
test(`${told}; all of them in all fields`, { tag: '@long' }, ({ browser }) => playTraces(browser, true));
