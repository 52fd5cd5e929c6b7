/** Where the doctor's stories happen: a house, real servers in it, and somebody at a machine who tries to come in. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { limits, wayIn, type Diagnosis, type DoctorCause, type WayStep } from '../../protocol';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { noNamespaces } from '../support/netns';
import { buildHouse, noFirewall, type House, type Machine } from './house';
import type { Order } from './joiner';

/** Null, or why there can be no such house here. */
export const noStage = (): string | null => noNamespaces() ?? noFirewall();

export interface Found {
  value: Diagnosis;
  ms: number;
  /** The states of all steps, each time that one more was decided. */
  told: string[][];
}
type Asked = Omit<Extract<Order, { do: 'diagnose' }>['input'], 'url'>;

/** Somebody at a machine, who does what they are told, a line for a line. */
export class Person {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  /** @param script in this folder @param more its arguments */
  constructor({ prefix }: Machine, script: string, ...more: readonly string[]) {
    const [command = '', ...before] = prefix;
    const args = [...before, process.execPath, '--import', 'tsx', resolve(import.meta.dirname, script), ...more];
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  do(order: Order | string): Promise<unknown> {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    return this.hears();
  }

  /** The next line they say. */
  async hears(): Promise<unknown> {
    const { value } = await this.#lines.next();
    return JSON.parse(String(value));
  }

  async diagnose(url: string, more: Asked = {}): Promise<Found> {
    const found = (await this.do({ do: 'diagnose', input: { url, ...more } })) as Found & { ok: boolean };
    if (!found.ok) throw new Error(JSON.stringify(found));
    return found;
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await once(this.#child, 'exit');
  }
}

export class Stage {
  readonly house: House;
  readonly joiner: Person;
  readonly #folder: string;
  readonly #servers: Headless[] = [];
  readonly #table: string[] = [];

  private constructor(house: House, folder: string) {
    this.house = house;
    this.#folder = folder;
    this.joiner = new Person(house.joiner, 'joiner.ts', join(folder, 'pins.json'));
  }

  static async build(): Promise<Stage> {
    return new Stage(buildHouse(), await temporaryFolder());
  }

  /** A real server on a machine. */
  async serve(
    on: Machine,
    { host = '0.0.0.0', port = limits.port as number, data = 'porch', bundle = bundles.headless } = {},
  ) {
    const server = await startHeadless({ dataDir: join(this.#folder, data), host, port, bundle, prefix: on.prefix });
    this.#servers.push(server);
    return server;
  }

  url(address: string, port: number = limits.port): string {
    return `https://${address}:${port}/`;
  }

  /** The cause, and the step it stands at: everything before it is in order, nothing behind it was looked at; in time. */
  isFound(scene: string, { value, ms, told }: Found, cause: DoctorCause, step: WayStep | null): Diagnosis {
    this.#table.push(`${scene.padEnd(32)} ${String(value.cause).padEnd(18)} ${String(ms).padStart(5)} ms`);
    expect(value.cause, scene).toBe(cause);
    expect(ms).toBeLessThan(limits.diagnosis);
    const failed = value.steps.findIndex(({ state }) => state === 'failed');
    expect(wayIn[failed] ?? null).toBe(step);
    const states = value.steps.map(({ state }) => state);
    if (failed >= 0)
      expect(states).toEqual(wayIn.map((_, at) => (at < failed ? 'ok' : at === failed ? 'failed' : 'unlooked')));
    // Told on the way, one after the other.
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((states) => states.includes('ok') && !states.includes('failed'))).toBe(true);
    return value;
  }

  /** As it was in the beginning: no server, no firewall, everybody may talk, and nobody remembers anybody. */
  async clear(): Promise<void> {
    const { host, joiner, router } = this.house;
    for (const server of this.#servers.splice(0)) await server.stop();
    for (const machine of [host, router]) this.house.firewall(machine);
    for (const machine of [host, joiner]) this.house.isolate(machine, false);
    this.house.forget(joiner);
  }

  async remove(): Promise<void> {
    await this.clear();
    await this.joiner.end();
    this.house.remove();
    await removeFolder(this.#folder);
    console.log(this.#table.join('\n'));
  }
}
