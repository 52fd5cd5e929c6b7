/** Clients that take everything the server sends and read nothing of it, while people talk in long texts. */
import { readFileSync } from 'node:fs';
import { limits, PROTOCOL } from '../../../protocol';
import { RawWebSocket } from '../../support/raw-websocket';
import { loopback, type Kind } from '../scene';

const DEAF = 50;
/** Whatever those who do not read may cost the server, all together, in MB. */
const BOUND = 256;
const CLOSED = 'a client does not read: closed';

const peakMemory = (pid: number): number => {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
};

/** Joins, asks for everything that is said, and never reads again. */
async function goDeaf(url: string, name: string): Promise<RawWebSocket> {
  const raw = await RawWebSocket.open(url);
  raw.send(`40${JSON.stringify({ protocol: PROTOCOL })}`);
  await raw.until((text) => text.includes('40{"sid"'));
  raw.send(`420${JSON.stringify(['join', { name }])}`);
  await raw.until((text) => text.includes('430['));
  raw.send(`421${JSON.stringify(['resume', { logs: [] }])}`);
  await raw.until((text) => text.includes('431['));
  raw.socket.pause();
  return raw;
}

export const deaf: Kind = {
  name: 'deaf',
  what: `${DEAF} clients that never read and keep their heartbeat, while people talk in the longest texts`,
  // 16 MB for each: what Linux buffers for a connection (up to 6 MB read, 4 MB written) and the server's bound behind it.
  talk: { people: 8, count: 85, every: 120, length: 8_000 },
  sample: { people: 4, count: 170, every: 40 },
  alone: true,
  lacking: () => (process.platform === 'linux' ? null : 'memory is read from /proc, on Linux only'),
  set: ({ folder }) => {
    let before = 0;
    let peak = 0;
    let gone = 0;
    return {
      ...loopback(folder),
      async strike(stage) {
        const { pid, url, logged } = stage.server();
        before = peakMemory(pid);
        const all = await Promise.all(Array.from({ length: DEAF }, (_, at) => goDeaf(url, `Deaf${at}`)));
        // Their heartbeat goes on, so that only what they do not read can end them.
        const beat = setInterval(() => all.forEach((raw) => raw.send('3')), limits.heartbeatTimeout / 2);
        try {
          const closed = logged((log) => log.split(CLOSED).length > DEAF);
          const idle = Promise.all(stage.people.map((someone) => someone.says('idle')));
          // Who is still open a moment after the last word is not closed any more: nothing comes that they could not take.
          await Promise.race([closed, idle.then(() => stage.lasts(1_000))]);
          await idle;
          peak = peakMemory(pid);
          gone = stage.server().log().split(CLOSED).length - 1;
          stage.note("the server's peak memory in MB", peak);
          stage.note('above what it was in MB', peak - before);
        } finally {
          clearInterval(beat);
          for (const raw of all) raw.socket.destroy();
        }
        return DEAF;
      },
      missed: () => {
        if (gone < DEAF) return `only ${gone} of ${DEAF} were closed`;
        return peak - before <= BOUND ? null : `the server grew by ${peak - before} MB`;
      },
    };
  },
};
