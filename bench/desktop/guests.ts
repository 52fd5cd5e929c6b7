/** A thousand people on a porch, in a process of their own: they join, say something at an even pace, and hear all of it. */
import { spawnSync } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { Line } from '../delivery/line';
import type { FromGuests, ToGuests } from './hosting';

// They are other computers, whose work is not this one's: here they take what nobody of the host's wants (sched(7): SCHED_IDLE).
// A lower priority is not enough: on Linux whoever runs keeps the core for a slice, whatever the priority of who wakes.
if (spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)]).status !== 0)
  setPriority(constants.priority.PRIORITY_LOW);

/** Of the system's clock that never jumps, in ms. */
const now = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (message: FromGuests) => process.send?.(message);
/** An address has a limit of its own (connectionsPerAddress). */
const AN_ADDRESS = 100;
/** Each reads what came so often, in ms: a system call for each push would be another's work on the host's computer. */
const READS = 500;
/** How many are on their way in at a time. */
const AT_ONCE = 10;

let lines: Line[] = [];
/** The last message each of them heard, of each other: by listener and speaker. */
const heard = new Map<Line, Map<number, number>>();
let [said, deliveries, acknowledged] = [0, 0, 0];
const numbers = new Map<number, number>();

const listener = {
  heard(line: Line, person: number, number: number) {
    const of = heard.get(line) ?? new Map<number, number>();
    heard.set(line, of);
    if (number !== (of.get(person) ?? 0) + 1)
      throw new Error(`${number} of ${person} was heard after ${of.get(person) ?? 0}`);
    of.set(person, number);
    deliveries += 1;
  },
  acknowledged: () => void (acknowledged += 1),
};

async function enter(port: number, people: number): Promise<void> {
  const ways = Array.from({ length: people }, (_, at) => at);
  const one = async () => {
    for (let at = ways.shift(); at !== undefined; at = ways.shift()) {
      const line = await Line.open(port, 'maru', at, `127.0.1.${1 + Math.floor(at / AN_ADDRESS)}`);
      line.listener = listener;
      lines.push(line);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  for (const line of lines) line.gathers = true;
  setInterval(() => lines.forEach((line) => line.look()), READS);
  tell({ type: 'in' });
}

/** @param pace messages a second, of all together */
async function talk(pace: number, duration: number): Promise<void> {
  const from = now();
  const begun = performance.now();
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const passed = performance.now() - begun;
      while (said < (Math.min(passed, duration) / 1_000) * pace) {
        const line = lines[(said * 37) % lines.length] as Line;
        const number = (numbers.get(line.at) ?? 0) + 1;
        numbers.set(line.at, number);
        line.say(number);
        said += 1;
      }
      if (passed < duration) return;
      clearInterval(timer);
      done();
    }, 5);
  });
  const to = now();
  const whole = () => acknowledged === said && deliveries === said * lines.length;
  for (let waited = 0; !whole() && waited < 20_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  tell({ type: 'said', said, deliveries, from, to });
}

process.on('message', (message: ToGuests) => {
  if (message.type === 'enter') void enter(message.port, message.people);
  else if (message.type === 'talk') void talk(message.pace, message.duration);
});
process.on('disconnect', () => {
  for (const line of lines) line.close();
  lines = [];
  process.exit(0);
});
