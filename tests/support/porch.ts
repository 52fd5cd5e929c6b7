/** A server and whole devices on it: what the stories of people at their devices have in common. */
import { afterEach, beforeEach } from 'vitest';
import { Device } from './device';
import { startTestServer, type TestServer, type TestServerOptions } from './server';

class Porch {
  /** The one of the test that runs. */
  server!: TestServer;
  /** Whose sessions end with the test. */
  readonly devices: Device[] = [];

  /** Somebody new, who has the first room open. */
  readonly joined = async (name: string): Promise<Device> => {
    const device = await new Device().join(this.server.url, name);
    this.devices.push(device);
    device.session.open(device.commons);
    return device;
  };
}

/** A porch for each test of the `describe` or file that asks: empty before it, gone after it. */
export function porchOfEach(options?: TestServerOptions): Porch {
  const porch = new Porch();
  beforeEach(async () => {
    porch.server = await startTestServer(options);
  });
  afterEach(async () => {
    for (const { session } of porch.devices.splice(0)) session.close();
    await porch.server.remove();
  });
  return porch;
}
