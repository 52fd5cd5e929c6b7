/** Where a headless server keeps its things unless it is told: the system's usual place for an application's data. */
import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/** XDG Base Directory Specification; Apple's File System Programming Guide; Windows' known folder RoamingAppData. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env, system = platform(), home = homedir()): string {
  if (system === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Maru', 'server');
  if (system === 'darwin') return join(home, 'Library', 'Application Support', 'Maru', 'server');
  const data = env['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(home, '.local', 'share'), 'maru', 'server');
}
