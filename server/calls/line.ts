import { PROTOCOL } from '../../protocol';
import type { Handler } from './context';

/** The package's version, put here by the bundler; a test without one has none. */
declare const __APP_VERSION__: string | undefined;
const version = typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : '';

export const line: Handler<'line'> = (_context, { address, private: unread, begun }) => {
  const { first, upgrade } = begun?.() ?? { first: null, upgrade: null };
  return { ok: true, value: { address, private: unread, protocol: PROTOCOL, version, first, upgrade } };
};
