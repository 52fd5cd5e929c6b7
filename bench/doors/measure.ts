/**
 * One measurement: people follow through one door while somebody says something at an even pace. What arrives is checked:
 * every message once, for everybody, in its order.
 */
import { percentile } from '../statistics';
import type { Contestant } from './contestant';
import type { Entry } from './lines';
import type { Technique } from './techniques';
import type { Passed } from './wire';

export interface Load {
  followers: number;
  /** Messages a second. */
  pace: number;
}

export interface Figures {
  /** From when it was said to when a follower had it, in ms. */
  p50: number;
  p99: number;
  /** Of one follower, for each message. */
  requests: number;
  up: number;
  down: number;
  /** The server's CPU for one message to everybody, in ms; in it that of taking the message. */
  cpu: number;
}

/**
 * The same speaker says the same at the same pace for as long, and nobody follows.
 *
 * @returns the server's CPU for taking one message, in ms
 */
export const taking = async (
  contestant: Contestant,
  technique: Technique,
  { pace }: Load,
  duration: number,
): Promise<number> =>
  (await measure(contestant, { ...technique, interval: 200 }, { followers: 0, pace }, duration)).cpu;

/** A line as people write it; its number comes first. */
const WORDS = '내일 오전 열 시에 시안을 봐요. 파일은 공유 폴더에 올려 둘게요 — bring your notes!';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param duration in ms; for a technique that asks a whole number of its intervals
 * @throws when a message is lost, comes twice or out of order for anybody, or is refused
 */
export async function measure(
  contestant: Contestant,
  { follow, speak, interval = 200 }: Technique,
  { followers, pace }: Load,
  duration: number,
): Promise<Figures> {
  const begun: number[] = [];
  const waits: number[] = [];
  const last = Array.from({ length: followers }, () => contestant.after);
  /** Messages that were said, or heard, in the time that counts. */
  let [from, to] = [Infinity, Infinity];
  let heard = 0;
  let arrived = () => {};
  const told = (person: number) => (entries: readonly Entry[]) => {
    const now = performance.now();
    for (const { seq, body } of entries) {
      const before = last[person] ?? 0;
      if (seq !== before + 1) throw new Error(`${seq} was heard after ${before}`);
      last[person] = seq;
      const said = begun[Number.parseInt(body.text, 10) - 1] ?? now;
      if (said >= from && said < to) waits.push(now - said);
      if (now >= from && now < to) heard += 1;
    }
    arrived();
  };
  const all = () =>
    new Promise<void>((resolve) => {
      arrived = () => last.every((seq) => seq === contestant.after) && resolve();
      arrived();
    });

  const seats = Array.from({ length: followers }, (_, at) => ({ ...contestant.seat(at), phase: at / followers }));
  const lines = await Promise.all(seats.map((seat, at) => follow(seat, told(at))));
  const speaker = await speak({ ...contestant.seat(followers), phase: 0 });
  const passed = (): Passed =>
    lines
      .map(({ wire }) => wire.passed())
      .reduce(
        (sum, { requests, up, down }) => ({
          requests: sum.requests + requests,
          up: sum.up + up,
          down: sum.down + down,
        }),
        { requests: 0, up: 0, down: 0 },
      );

  const saying: Promise<void>[] = [];
  const say = () => {
    begun.push(performance.now());
    const taken = (seq: number) => void (contestant.after = Math.max(contestant.after, seq));
    saying.push(speaker.say(`${begun.length} ${WORDS}`).then(taken));
  };
  const start = performance.now();
  const timer = setInterval(() => {
    while (begun.length < ((performance.now() - start) / 1_000) * pace) say();
  }, 5);
  try {
    // By then as much is on its way as will be.
    await pause(interval + 300);
    from = performance.now();
    const before = { cpu: await contestant.cpu(), ...passed(), said: begun.length };
    await pause(duration);
    const after = { cpu: await contestant.cpu(), ...passed(), said: begun.length };
    to = performance.now();
    clearInterval(timer);
    await Promise.all(saying);
    await all();
    waits.sort((a, b) => a - b);
    return {
      p50: percentile(waits, 0.5),
      p99: percentile(waits, 0.99),
      requests: (after.requests - before.requests) / heard,
      up: (after.up - before.up) / heard,
      down: (after.down - before.down) / heard,
      cpu: ((after.cpu - before.cpu) * 1_000) / (after.said - before.said),
    };
  } finally {
    clearInterval(timer);
    for (const line of [...lines, speaker]) line.close();
  }
}
