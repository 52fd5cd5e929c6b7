/** Why a server does not answer, by a real TCP attempt. */
import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probe } from '../../main/probe';
import { layCable, noNamespaces } from '../support/netns';

test('something listens: there is nothing to say; nothing listens: the port is closed', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await probe(url)).toBe(null);
  await new Promise((done) => server.close(done));
  expect(await probe(url)).toBe('port-closed');
});

const why = noNamespaces();
describe.skipIf(why)(`on a network of its own${why ? ` (not run: ${why})` : ''}`, () => {
  test('a machine that is off, and a name that leads nowhere', () => {
    const cable = layCable();
    try {
      const asked = (url: string) => {
        const source = `import('${resolve('main/probe.ts')}').then(({ probe }) => probe('${url}', 1_500)).then(console.log)`;
        const [command = '', ...prefix] = cable.client.prefix;
        const args = [...prefix, process.execPath, '--import', 'tsx', '--input-type=module', '-e', source];
        return spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();
      };
      // Nobody has this address on the cable.
      expect(asked('http://10.77.0.99:7420/')).toBe('host-asleep');
      expect(asked(`http://${cable.address}:7420/`)).toBe('port-closed');
      expect(asked('http://maru-test.invalid:7420/')).toBe('no-such-address');
    } finally {
      cable.remove();
    }
  }, 30_000);
});
