/** vitest's global set-up: the command and the server as they are shipped. */
import { build } from '../../scripts/build.mjs';

export default async function buildCommand() {
  await build({ names: ['cli', 'server'], say: () => undefined });
}
