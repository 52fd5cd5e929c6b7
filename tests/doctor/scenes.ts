/** Ways not to come in, each with the cause that is true. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { expect } from 'vitest';
import { limits, PROTOCOL, type Answer, type DoctorCause } from '../../protocol';
import { bundle, bundles } from '../support/build-worker';
import { removeFolder } from '../support/folders';
import type { Stage } from './stage';

export interface Scene {
  name: string;
  /** Played with every run of the tests; the others only where there is time. */
  always: boolean;
  play(stage: Stage): Promise<void>;
}

/** The real server, built from the same source with another number in it. */
async function otherVersion(version: number): Promise<string> {
  const other: Plugin = {
    name: 'other-version',
    transform: (code, id) =>
      id.endsWith('protocol/version.ts') ? code.replaceAll(/PROTOCOL = \d+/gu, `PROTOCOL = ${version}`) : null,
  };
  const file = `headless-${version}-${process.pid}.cjs`;
  await bundle('server/headless.ts', file, [other]);
  return join(dirname(bundles.headless), file);
}

const ofVersion = (version: number, cause: DoctorCause) => async (stage: Stage) => {
  const { third } = stage.house;
  const built = await otherVersion(version);
  try {
    await stage.serve(third, { bundle: built, data: `version-${version}` });
    stage.isFound(
      `the host has version ${version}`,
      await stage.joiner.diagnose(stage.url(third.address)),
      cause,
      'version',
    );
  } finally {
    await removeFolder(built);
  }
};

/** Any program that is no Maru, at Maru's port. */
async function otherProgram({ house }: Stage) {
  const [command = '', ...before] = house.host.prefix;
  const script = `require('http').createServer((_, answer) => answer.end('hi')).listen(${limits.port}, () => console.log('up'))`;
  const child = spawn(command, [...before, process.execPath, '-e', script]);
  await once(child.stdout, 'data');
  return async () => {
    child.kill();
    await once(child, 'exit');
  };
}

export const scenes: readonly Scene[] = [
  {
    name: 'nothing is in the way',
    always: true,
    async play(stage) {
      const { host } = stage.house;
      await stage.serve(host);
      const { facts } = stage.isFound('nothing', await stage.joiner.diagnose(stage.url(host.address)), 'none', null);
      expect(facts).toMatchObject({ relation: 'same-network', interface: 'eth0', own: '10.78.0.2', firstKey: true });
    },
  },
  {
    name: '1: the host’s firewall drops what comes in, or forbids it',
    always: true,
    async play(stage) {
      const { house, joiner } = stage;
      await stage.serve(house.host);
      const url = stage.url(house.host.address);
      house.firewall(house.host, `in tcp dport ${limits.port} drop`);
      stage.isFound('inbound dropped (as ufw)', await joiner.diagnose(url), 'firewall', 'port');
      house.firewall(house.host, `in tcp dport ${limits.port} reject with icmp type host-prohibited`);
      stage.isFound('inbound forbidden (as firewalld)', await joiner.diagnose(url), 'firewall', 'port');
    },
  },
  {
    name: '2: the porch listens on another of the machine’s addresses',
    always: true,
    async play(stage) {
      const { house, joiner } = stage;
      await stage.serve(house.host, { host: house.second });
      const url = stage.url(house.host.address);
      const others = [stage.url(house.second)];
      const found = await joiner.diagnose(url, { others });
      expect(stage.isFound('wrong interface', found, 'other-interface', 'port').facts.found).toBe(others[0]);
      // Who knows no other address hears what is certain: nothing listens at this one.
      stage.isFound('wrong interface, no hint', await joiner.diagnose(url), 'port-closed', 'port');
    },
  },
  {
    name: '3: the network keeps its devices apart',
    always: true,
    async play(stage) {
      const { house, joiner } = stage;
      await stage.serve(house.host);
      for (const machine of [house.host, house.joiner]) house.isolate(machine, true);
      const found = await joiner.diagnose(stage.url(house.host.address));
      stage.isFound('client isolation', found, 'isolated', 'network');
    },
  },
  {
    name: '4: another program has the port, and the porch the next one',
    always: true,
    async play(stage) {
      const { host } = stage.house;
      const end = await otherProgram(stage);
      try {
        await stage.serve(host, { port: limits.port + 1 });
        const found = await stage.joiner.diagnose(stage.url(host.address));
        const { facts } = stage.isFound('busy port', found, 'port-busy', 'tls');
        expect(facts.found).toBe(stage.url(host.address, limits.port + 1));
      } finally {
        await end();
      }
    },
  },
  {
    name: '5: the address belongs to another network: the way is open, barred, or there is none',
    always: false,
    async play(stage) {
      const { house, joiner } = stage;
      const { far, router } = house;
      await stage.serve(far);
      const url = stage.url(far.address);
      stage.isFound('other subnet, open', await joiner.diagnose(url), 'none', null);
      house.firewall(router, `through ip daddr ${far.address} drop`);
      stage.isFound('other subnet, barred', await joiner.diagnose(url), 'other-network', 'network');
      house.cutOff(house.joiner);
      try {
        stage.isFound('other subnet, no route', await joiner.diagnose(url), 'other-network', 'network');
      } finally {
        house.putBack(house.joiner);
      }
    },
  },
  {
    name: '6: the invitation has expired',
    always: false,
    async play(stage) {
      const { house, joiner } = stage;
      await stage.serve(house.host);
      const url = stage.url(house.host.address);
      const input = { role: 'guest', uses: 1, lifetime: 1_000 };
      const made = (await joiner.do({ do: 'call', url, name: 'invite', input })) as Answer<{
        invitation: { expiresAt: number };
        token: string;
      }>;
      if (!made.ok) throw new Error(made.error.code);
      const { invitation, token } = made.value;
      await expect.poll(() => Date.now(), { timeout: 5_000 }).toBeGreaterThan(invitation.expiresAt);
      const joining = { name: '한결', invitation: token };
      const refused = (await joiner.do({ do: 'call', url, name: 'join', input: joining })) as Answer<unknown>;
      const found = await joiner.diagnose(url, { refusal: refused.ok ? undefined : refused.error });
      expect(stage.isFound('expired invitation', found, 'refused', 'entry').facts.refusal?.code).toBe(
        'invitation-expired',
      );
    },
  },
  {
    name: '7: another certificate answers than the one that is known',
    always: true,
    async play(stage) {
      const { house, joiner } = stage;
      const server = await stage.serve(house.host);
      const url = stage.url(house.host.address);
      await joiner.do({ do: 'trust', url, server: randomUUID() });
      const known = stage.isFound('the certificate that is known', await joiner.diagnose(url), 'none', null);
      expect(known.facts.firstKey).toBeUndefined();
      await server.stop();
      await stage.serve(house.host, { data: 'impostor' });
      stage.isFound('other certificate', await joiner.diagnose(url), 'other-certificate', 'pin');
    },
  },
  { name: '8: the host’s Maru is newer', always: false, play: ofVersion(PROTOCOL + 1, 'version-old') },
  { name: '8: the host’s Maru is older', always: false, play: ofVersion(PROTOCOL - 1, 'version-new') },
  {
    name: 'the host’s machine is off: told from all of these',
    always: false,
    async play(stage) {
      const { house, joiner } = stage;
      // Somebody else on this network has answered: devices may talk with each other.
      await joiner.diagnose(stage.url(house.third.address));
      house.power(house.host, false);
      try {
        stage.isFound('the host is off', await joiner.diagnose(stage.url(house.host.address)), 'away', 'network');
      } finally {
        house.power(house.host, true);
      }
    },
  },
];
