/** The office of a test: its servers, and what is printed of them. */
import { join } from 'node:path';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { noNamespaces } from '../support/netns';
import { layLan, noFirewall, type Lan, type Machine } from './lan';

/** Null, or why there is no office on this machine. */
export const missing = noNamespaces() ?? noFirewall();
export const told = (title: string): string => (missing ? `${title} (${missing})` : title);

export interface Host {
  machine: Machine;
  server: Headless;
}

export interface Office {
  readonly lan: Lan;
  /** A headless server that announces itself, on a machine of its own unless told. */
  open(name: string, machine?: Machine): Promise<Host>;
  close(): Promise<void>;
}

export async function openOffice(switches = 1): Promise<Office> {
  const folder = await temporaryFolder('near');
  const lan = layLan(switches);
  const hosts: Host[] = [];
  return {
    lan,
    async open(name, machine = lan.machine()) {
      const server = await startHeadless({
        ...{ dataDir: join(folder, name), bundle: bundles.headless, name, announce: true },
        ...{ prefix: machine.prefix, host: '0.0.0.0', port: 7420 },
      });
      hosts.push({ machine, server });
      return { machine, server };
    },
    async close() {
      await Promise.all(hosts.map(({ server }) => server.kill()));
      lan.remove();
      await removeFolder(folder);
    },
  };
}

export const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
export const round = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(' ');
