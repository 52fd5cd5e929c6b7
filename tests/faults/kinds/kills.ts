/** Processes that end without a word, and processes that are halted for a while. */
import { limits } from '../../../protocol';
import { lively, loopback, nobodyLost, NOTICED, type Kind } from '../scene';

const KILLS = 2;

export const host: Kind = {
  name: 'host',
  what: 'kill -9 of the server under all who talk',
  talk: lively,
  lacking: () => null,
  set: ({ folder }) => ({
    ...loopback(folder),
    missed: nobodyLost,
    async strike(stage) {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await stage.moment(KILLS);
        await stage.server().kill();
        await stage.startServer();
      }
      return KILLS;
    },
  }),
};

export const client: Kind = {
  name: 'client',
  what: 'kill -9 of people between saying and hearing that it arrived',
  talk: lively,
  lacking: () => null,
  set: ({ folder, random }) => ({
    ...loopback(folder),
    async strike(stage) {
      let kills = 0;
      for (let wave = 0; wave < KILLS; wave += 1) {
        await stage.moment(KILLS);
        const chosen = stage.people.filter(() => random.fraction() < 0.4);
        const victims = chosen.length > 0 ? chosen : stage.people.slice(0, 1);
        await Promise.all(victims.map((someone) => someone.killAndReturn()));
        kills += victims.length;
      }
      return kills;
    },
  }),
};

export const away: Kind = {
  name: 'away',
  what: `somebody is killed, stays away for more than ${limits.farBehind} entries, and comes back to the newest page with a hole before it`,
  talk: { people: 8, count: 190, every: 25 },
  // Few who say much: what is said goes to everybody, so that the same entries cost half the work.
  sample: { people: 4, count: 400 },
  lacking: () => null,
  set: ({ folder, random, talk }) => {
    const who = Math.floor(random.fraction() * talk.people);
    return {
      ...loopback(folder),
      async strike(stage) {
        // What was seen before is on their disk by then.
        await stage.lasts(400);
        await stage.moment(20);
        const others = stage.people.filter((_, index) => index !== who);
        await stage.people[who]?.kill();
        await Promise.all(others.map((someone) => someone.says('idle')));
        stage.people[who]?.comeBack();
        return 1;
      },
      missed: ({ people }) =>
        people[who]?.lines.some((line) => line.t === 'view' && line.holes.length > 0) ? null : 'nobody had a hole',
    };
  },
};

export const stop: Kind = {
  name: 'stop',
  what: 'SIGSTOP of the server (every other seed) or of some people, longer than the heartbeat allows',
  talk: { people: 8, count: 40, every: 250 },
  lacking: () => null,
  set: ({ folder, seed, random, brief }) => ({
    ...loopback(folder),
    missed: nobodyLost,
    async strike(stage) {
      await stage.moment(4);
      const others = stage.people.filter(() => random.fraction() < 0.4);
      const people = others.length > 0 ? others : stage.people.slice(0, 1);
      const halted = seed % 2 === 0 ? [stage.server()] : people;
      for (const process of halted) process.halt();
      await stage.lasts(brief ? NOTICED : 20_000);
      for (const process of halted) process.goOn();
      return halted.length;
    },
  }),
};
