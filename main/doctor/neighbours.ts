/** Who answers on the cable or in the air itself: the system's table of neighbours, as far as one may read it without being root. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * `there`: its hardware answered; `absent`: was asked for and did not, or was never asked for; `unsure`: it did once, and
 * is being asked again; `unknown`: this system does not say.
 */
export type Presence = 'there' | 'absent' | 'unsure' | 'unknown';

export interface Neighbours {
  presence(address: string): Presence;
  /** Others on this interface whose hardware has answered at some time. */
  others(link: string, than: readonly string[]): string[];
}

interface Line {
  address: string;
  link: string;
  presence: Presence;
}

const HARDWARE = /\b(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}\b/i;
const NOBODY = /\b(?:ff[:-]){5}ff\b/i;

/** By the state that ip-neighbour(8) names. STALE, DELAY and PROBE have an old answer (RFC 4861 §7.3.2). */
const states: Readonly<Record<string, Presence>> = {
  REACHABLE: 'there',
  PERMANENT: 'there',
  NOARP: 'there',
  STALE: 'unsure',
  DELAY: 'unsure',
  PROBE: 'unsure',
};

/** `ip neigh`: `fd00::2 dev eth0 lladdr 02:… REACHABLE`; without a hardware address INCOMPLETE or FAILED. */
export function readIpNeigh(text: string): Line[] {
  return text.split('\n').flatMap((row) => {
    const [, address, link] = /^(\S+) dev (\S+)/.exec(row) ?? [];
    if (address === undefined || link === undefined) return [];
    const state = row.trim().split(/\s+/).at(-1) ?? '';
    return [{ address, link, presence: row.includes(' lladdr ') ? (states[state] ?? 'absent') : 'absent' }];
  });
}

/** /proc/net/arp (proc(5)), where there is no `ip`: address, type, flags, hardware address, mask, device. Flag 2: complete. */
export function readProcArp(text: string): Line[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((row) => {
      const [address = '', , flags = '', , , link = ''] = row.trim().split(/\s+/);
      if (address === '' || link === '') return [];
      return [{ address, link, presence: (Number(flags) & 2) !== 0 ? ('there' as const) : ('absent' as const) }];
    });
}

/** `arp -a`: `? (192.168.0.1) at 2:fc:… on en0 …` on macOS, `192.168.0.1   02-fc-…   dynamic` on Windows. */
export function readArp(text: string): Line[] {
  return text.split('\n').flatMap((row) => {
    const address = /\d{1,3}(?:\.\d{1,3}){3}/.exec(row)?.[0];
    const link = / on (\S+)/.exec(row)?.[1] ?? '';
    const answered = HARDWARE.test(row) && !NOBODY.test(row);
    if (address === undefined || !(answered || row.includes('incomplete'))) return [];
    return [{ address, link, presence: answered ? ('there' as const) : ('absent' as const) }];
  });
}

const run = (file: string, args: readonly string[]): Promise<string | null> =>
  new Promise((resolve) =>
    execFile(file, [...args], { timeout: 600, windowsHide: true }, (error, stdout) => resolve(error ? null : stdout)),
  );

async function lines(platform: NodeJS.Platform): Promise<Line[] | null> {
  if (platform === 'linux') {
    const table = await run('ip', ['neigh']);
    if (table !== null) return readIpNeigh(table);
    const arp = await readFile('/proc/net/arp', 'utf8').catch(() => null);
    return arp === null ? null : readProcArp(arp);
  }
  const windows = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\arp.exe`;
  const program = platform === 'darwin' ? '/usr/sbin/arp' : platform === 'win32' ? windows : null;
  const table = program === null ? null : await run(program, ['-a', ...(platform === 'darwin' ? ['-n'] : [])]);
  return table === null ? null : readArp(table);
}

/** The table as it is at this moment. */
export async function neighbours(platform: NodeJS.Platform = process.platform): Promise<Neighbours> {
  const table = await lines(platform);
  return {
    presence(address) {
      if (table === null) return 'unknown';
      const bare = address.split('%')[0];
      return table.find((line) => line.address === bare)?.presence ?? 'absent';
    },
    others(link, than) {
      const met = (table ?? []).filter(({ presence, link: on }) => presence !== 'absent' && (on === link || on === ''));
      return met.map(({ address }) => address).filter((address) => !than.includes(address));
    },
  };
}

/**
 * Whether a machine's hardware answers. One that answered long ago is asked again by the system itself, some seconds after
 * somebody knocks there: where that is still open when the time is over, it counts as unsure.
 * @param timeout in ms
 */
export async function presenceOf(address: string, timeout: number): Promise<Presence> {
  const end = Date.now() + timeout;
  for (;;) {
    const presence = (await neighbours()).presence(address);
    if (presence !== 'unsure' || Date.now() >= end) return presence;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
