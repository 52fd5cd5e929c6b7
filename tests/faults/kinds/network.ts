/** A cable that is pulled, one that carries one way only, and one that loses and delays. */
import { execFileSync } from 'node:child_process';
import { layCable, noNamespaces, type Cable } from '../../support/netns';
import { loopback, nobodyLost, NOTICED, type Kind, type Scene } from '../scene';
import { layBadCable, noBadCable } from '../wire';

const over = (folder: string, cable: Cable): Omit<Scene, 'strike'> => ({
  ...loopback(folder),
  host: cable.address,
  server: cable.server.prefix,
  person: () => cable.client.prefix,
  apart: true,
  remove: () => cable.remove(),
});

export const cut: Kind = {
  name: 'cut',
  what: 'the cable between the server and everybody is pulled until all have noticed, and once more for a moment',
  talk: { people: 8, count: 60, every: 250 },
  lacking: noNamespaces,
  set: ({ folder, random, brief }) => {
    const cable = layCable();
    let noticed = 0;
    return {
      ...over(folder, cable),
      async strike(stage) {
        await stage.moment(8);
        cable.pull();
        const begun = performance.now();
        if (brief) await stage.lasts(200 + random.fraction() * 2_000);
        else await Promise.all(stage.people.map((someone) => someone.says('lost')));
        noticed = Math.round(performance.now() - begun);
        cable.plug();
        if (!brief) stage.note('a pulled cable was noticed in ms', noticed);
        await stage.moment(8);
        cable.pull();
        await stage.lasts(200 + random.fraction() * 2_000);
        cable.plug();
        return 2;
      },
      missed: () => (noticed <= NOTICED ? null : `a pulled cable was noticed after ${noticed} ms`),
    };
  },
};

export const oneWay: Kind = {
  name: 'one-way',
  what: 'packets pass in one direction only: a while in each, once so long that both sides give up, once a moment',
  talk: { people: 8, count: 60, every: 300 },
  lacking: noNamespaces,
  set: ({ folder, seed, random, brief }) => {
    const cable = layCable();
    const ends = seed % 2 === 0 ? [cable.server, cable.client] : [cable.client, cable.server];
    return {
      ...over(folder, cable),
      missed: nobodyLost,
      async strike(stage) {
        for (const [at, end] of ends.entries()) {
          await stage.moment(8);
          cable.mute(end);
          const long = NOTICED + (brief ? 0 : random.fraction() * 4_000);
          await stage.lasts(at === 0 ? long : 200 + random.fraction() * 2_500);
          cable.unmute(end);
        }
        return ends.length;
      },
    };
  },
};

const BAD = { loss: 0.3, delay: [10, 150] } as const;

/** TCP segments that were sent again on this machine. */
function sentAgain(prefix: readonly string[]): number {
  const [command = '', ...args] = [...prefix, 'cat', '/proc/net/snmp'];
  const lines = execFileSync(command, args, { encoding: 'utf8' }).split('\n');
  const [names = [], values = []] = lines.filter((line) => line.startsWith('Tcp:')).map((line) => line.split(' '));
  return Number(values[names.indexOf('RetransSegs')]);
}

export const loss: Kind = {
  name: 'loss',
  what: '30 % of all packets are lost and each is delayed by 10 to 150 ms, both ways, until all is said',
  talk: { people: 8, count: 24, every: 300 },
  lacking: noBadCable,
  set: async ({ folder, seed, brief }) => {
    const { cable, way, set, remove } = await layBadCable(seed);
    let again = 0;
    return {
      ...over(folder, cable),
      async strike(stage) {
        stage.note('packets are lost by', way);
        set(BAD);
        const idle = Promise.all(stage.people.map((someone) => someone.says('idle')));
        await (brief ? Promise.race([idle, stage.lasts(8_000)]) : idle);
        set(null);
        again = sentAgain(cable.server.prefix) + sentAgain(cable.client.prefix);
        stage.note('TCP segments sent again', again);
        return 1;
      },
      missed: () => (again > 0 ? null : 'no segment had to be sent again'),
      remove,
    };
  },
};
