/** What somebody sees who listens on the cable: nothing of a conversation in the app, all of one over plain HTTP. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROTOCOL } from '../../protocol';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { layCable, noNamespaces, type Cable } from '../support/netns';
import { full, scaled } from './scale';

const SAYS = scaled(5, 100);
const why = noNamespaces();

let folder: string;
let cable: Cable;
let server: Headless;
beforeEach(async () => {
  folder = await temporaryFolder();
  cable = layCable();
  server = await startHeadless({
    ...{ dataDir: folder, bundle: bundles.headless, name: '비밀 마루', password: 'open-sesame' },
    ...{ host: cable.address, prefix: cable.server.prefix },
  });
});
afterEach(async () => {
  await server.kill();
  cable.remove();
  await removeFolder(folder);
});

/** @returns stops listening, and answers with every byte that passed */
async function listen(): Promise<() => Promise<Buffer>> {
  const file = join(folder, 'captured');
  const [command = '', ...args] = [
    ...[...cable.server.prefix, 'python3', join(import.meta.dirname, 'capture.py')],
    ...[cable.server.link, file],
  ];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(createInterface(child.stdout), 'line');
  return async () => {
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
    return readFile(file);
  };
}

async function talk(
  url: string,
  name: string,
  transport: string,
): Promise<{ heard: number; role: string; token: string }> {
  const [command = '', ...args] = [
    ...[...cable.client.prefix, process.execPath, join(import.meta.dirname, 'talk.mjs')],
    ...[String(PROTOCOL), url, name, 'open-sesame', String(SAYS), String(2 * SAYS), transport],
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  expect([name, await once(child, 'close')]).toEqual([name, [0, null]]);
  return JSON.parse(said) as { heard: number; role: string; token: string };
}

/** Two people talk over one voice of the port; what was to be read of it from outside. */
async function overheard(scheme: 'http' | 'https', transport: string) {
  const stop = await listen();
  const url = `${scheme}://${cable.address}:${server.port}/`;
  const people = await Promise.all([talk(url, 'narae-in-secret', transport), talk(url, 'yunseo-in-secret', transport)]);
  const bytes = await stop();
  const secrets = {
    text: 'whispered-secret-0',
    last: `whispered-secret-${SAYS - 1}`,
    korean: '은밀한 이야기',
    name: 'narae-in-secret',
    token: people[0]?.token ?? '',
    page: '/socket.io/',
  };
  const seen = Object.entries(secrets).flatMap(([what, secret]) => (bytes.includes(secret) ? [what] : []));
  return { people, bytes: bytes.length, seen };
}

describe.each(full ? ['websocket', 'polling'] : ['websocket'])(
  `a conversation by %s, heard on the cable${why ? ` (not run: ${why})` : ''}`,
  (transport) => {
    test.skipIf(why)('over TLS: that there is one', async () => {
      const { people, bytes, seen } = await overheard('https', transport);
      expect(people).toMatchObject([
        { heard: 2 * SAYS, role: 'member' },
        { heard: 2 * SAYS, role: 'member' },
      ]);
      expect(bytes).toBeGreaterThan(5_000);
      expect(seen).toEqual([]);
    });

    test.skipIf(why)('over plain HTTP: every word, every name, and the token that stands for its owner', async () => {
      const { people, seen } = await overheard('http', transport);
      expect(people).toMatchObject([{ role: 'guest' }, { role: 'guest' }]);
      expect(seen).toEqual(['text', 'last', 'korean', 'name', 'token', 'page']);
    });
  },
);
