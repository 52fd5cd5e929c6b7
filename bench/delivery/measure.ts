/**
 * One measurement. A message is outstanding until its sender has the acknowledgement and everybody has heard it, the
 * sender too. Everything that arrives is checked: each message of each person once, in the order it was said, and the
 * same order of all messages for everybody.
 */
import type { Contestant } from './contestant';
import type { Line } from './line';
import { percentile } from '../statistics';

export interface Load {
  name: string;
  /** How many of the people speak. */
  senders: number;
  /** How many messages each has outstanding; in a paced load nobody waits. */
  outstanding: number;
  /** Messages a second of all senders together; without it as many as go. */
  pace?: number;
}

export interface Figures {
  messages: number;
  /** Deliveries a second. */
  speed: number;
  /** The server's CPU seconds for 100,000 deliveries. */
  cpu: number;
  /** How long a sender waited for the acknowledgement, in ms. */
  ackP50: number;
  ackP99: number;
  commitsPerMessage: number;
  writesPerDelivery: number;
}

interface Outstanding {
  begun: number;
  hears: number;
  acknowledged: boolean;
}

/** Deliveries are counted by person; numbers go on from one measurement to the next. */
const said = new WeakMap<Contestant, number[]>();

/**
 * @param duration how long something is said, in ms; what is outstanding then is waited for
 * @throws when anything is lost, doubled, or out of order for anybody
 */
export async function measure(contestant: Contestant, load: Load, duration: number): Promise<Figures> {
  const { lines } = contestant;
  const numbers = said.get(contestant) ?? lines.map(() => 0);
  said.set(contestant, numbers);
  const last = lines.map(() => Int32Array.from(numbers));
  const orders = new Int32Array(lines.length);
  const outstanding = lines.map(() => new Map<number, Outstanding>());
  const waits: number[] = [];
  let messages = 0;
  let deliveries = 0;
  let open = 0;
  let over = false;
  let done: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (done = resolve));

  const say = (line: Line) => {
    const number = (numbers[line.at] = (numbers[line.at] ?? 0) + 1);
    outstanding[line.at]?.set(number, { begun: performance.now(), hears: 0, acknowledged: false });
    messages += 1;
    open += 1;
    line.say(number);
  };
  const settle = (person: number, number: number, message: Outstanding) => {
    if (!message.acknowledged || message.hears < lines.length) return;
    outstanding[person]?.delete(number);
    open -= 1;
    const line = lines[person];
    if (line && !over && load.pace === undefined) say(line);
    if (over && open === 0) done();
  };
  const of = (person: number, number: number): Outstanding => {
    const message = outstanding[person]?.get(number);
    if (!message) throw new Error(`${contestant.name}: message ${number} of person ${person} was not outstanding`);
    return message;
  };
  for (const line of lines) {
    const mine = last[line.at] ?? new Int32Array();
    line.listener = {
      heard(_line, person, number) {
        if (number !== (mine[person] ?? 0) + 1)
          throw new Error(`${contestant.name}: person ${line.at} heard ${number} of ${person} after ${mine[person]}`);
        mine[person] = number;
        orders[line.at] = (Math.imul(orders[line.at] ?? 0, 31) + person * 1_000_003 + number) | 0;
        deliveries += 1;
        const message = of(person, number);
        message.hears += 1;
        settle(person, number, message);
      },
      acknowledged(_line, number) {
        const message = of(line.at, number);
        if (message.acknowledged) throw new Error(`${contestant.name}: ${number} was acknowledged twice`);
        message.acknowledged = true;
        waits.push(performance.now() - message.begun);
        settle(line.at, number, message);
      },
    };
  }

  const before = await contestant.used();
  const begun = performance.now();
  const speakers = lines.slice(0, load.senders);
  if (load.pace === undefined) {
    for (const line of speakers) for (let at = 0; at < load.outstanding; at += 1) say(line);
    await new Promise((resolve) => setTimeout(resolve, duration));
  } else await paced(speakers, load.pace, duration, say);
  over = true;
  if (open > 0) await finished;
  const seconds = (performance.now() - begun) / 1_000;
  const after = await contestant.used();
  for (const line of lines) line.listener = null;

  if (deliveries !== messages * lines.length || waits.length !== messages)
    throw new Error(`${contestant.name}: ${deliveries} deliveries and ${waits.length} acknowledgements of ${messages}`);
  if (orders.some((order) => order !== orders[0])) throw new Error(`${contestant.name}: two orders were seen`);
  waits.sort((a, b) => a - b);
  return {
    messages,
    speed: deliveries / seconds,
    cpu: ((after.cpu - before.cpu) / deliveries) * 100_000,
    ackP50: percentile(waits, 0.5),
    ackP99: percentile(waits, 0.99),
    commitsPerMessage: (after.commits - before.commits) / messages,
    writesPerDelivery: (after.writes - before.writes) / deliveries,
  };
}

/** Each moment as it falls due, whoever's turn it is: nobody waits for an answer. */
function paced(speakers: readonly Line[], pace: number, duration: number, say: (line: Line) => void): Promise<void> {
  const begun = performance.now();
  let count = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const passed = performance.now() - begun;
      for (; count < (Math.min(passed, duration) / 1_000) * pace; count += 1) {
        const line = speakers[count % speakers.length];
        if (line) say(line);
      }
      if (passed < duration) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
