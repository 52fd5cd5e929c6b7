/** Globals of Node 18 and later that Node 16 has not, or has under another name. */
import { webcrypto } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

const fill = (name: string, value: unknown) => {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
};

class PlainHeaders extends Map<string, string> {
  constructor(init: Readonly<Record<string, string>> = {}) {
    super(Object.entries(init).map(([name, value]) => [name.toLowerCase(), value]));
  }
}

/** As much of the Fetch standard's Response as a scheme's handler gives back: bytes, a status, headers. */
class PlainResponse {
  readonly status: number;
  readonly headers: PlainHeaders;
  readonly #body: Buffer;

  constructor(
    body: Uint8Array | string | null = null,
    init: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.status = init.status ?? 200;
    this.headers = new PlainHeaders(init.headers);
    this.#body = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body ?? []);
  }

  async arrayBuffer(): Promise<Uint8Array> {
    return this.#body;
  }
}

// Read by whoever needs it: a start does not.
if (!('crypto' in globalThis))
  Object.defineProperty(globalThis, 'crypto', { get: () => webcrypto, configurable: true });
fill('structuredClone', (value: unknown) => deserialize(serialize(value)));
fill('Headers', PlainHeaders);
fill('Response', PlainResponse);
