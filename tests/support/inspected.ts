/** A real server, devices on it, and what looking into their connections shows. */
import { afterEach, beforeAll } from 'vitest';
import { ladderOf, type Inspection, type Session } from '../../client';
import { Device, until } from './device';
import { startTestServer, type TestServer } from './server';

/** What a test opened; it ends after it. */
export const endings: (() => unknown)[] = [];

const endAll = async () => {
  for (const end of endings.splice(0).reverse()) await end();
};

/** For each file of tests that opens something here. */
export function onStage(): void {
  // Where many other things run, the first server and the first connection to it take longer than a test may.
  beforeAll(async () => {
    await comeIn(await porch(), '나래');
    await endAll();
  }, 60_000);
  afterEach(endAll);
}

export async function porch(): Promise<TestServer> {
  const server = await startTestServer({ name: '디자인실 마루' });
  endings.push(() => server.remove());
  return server;
}

export async function comeIn(server: TestServer, name: string, device = new Device()): Promise<Device> {
  await device.join(server.url, name);
  endings.push(() => device.session.close());
  return device;
}

export const wayOf = ({ line }: Inspection) => ladderOf(line.current.steps).map(({ way, state }) => `${way} ${state}`);
export const connectedBy = (session: Session, carrier: string) =>
  until(session.connection, (state) => state.phase === 'connected' && state.carrier === carrier);
