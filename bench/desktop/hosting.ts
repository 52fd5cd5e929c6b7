/** What hosting costs the app's own loop: the same app, first with nobody on its porch, then with everybody. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { cpuOf, RunningApp } from './app';
import type { Host } from './profiles';

export type ToGuests =
  | { type: 'enter'; port: number; people: number }
  /** `pace`: messages a second of all together; `duration` in ms. */
  | { type: 'talk'; pace: number; duration: number };
export type FromGuests = { type: 'in' } | { type: 'said'; said: number; deliveries: number; from: number; to: number };

const now = () => Number(process.hrtime.bigint()) / 1e6;
/** So much later they may have begun, and so much sooner ended, than was measured, in ms. */
const APART = 1_000;
/** A porch that takes longer to come back does not, in ms. */
const PORCH = 30_000;
/** A page that has drawn nothing so long after it was looked at is not waited for: it has no figure then, in ms. */
const DRAWING = 30_000;

export interface Load {
  guests: number;
  pace: number;
  /** In ms. */
  duration: number;
}

export interface Busy {
  /** Of main's loop, ms from asked to run, where 1 ms was asked for. */
  loop: { p50: number; p99: number; most: number };
  /** Of the window, ms between two frames. */
  frames: { p50: number; p95: number };
  /** Of one core, in percent: main, the porch's process. */
  cpu: { main: number; porch: number };
}

interface Metric {
  pid: number;
  type: string;
  name?: string;
  serviceName?: string;
}

/** In the page: frames for so long. */
const framesFor = (duration: number) =>
  new Promise<number[]>((done) => {
    const frames: number[] = [];
    let before = 0;
    const begun = performance.now();
    const next = (now: number) => {
      if (before > 0) frames.push(now - before);
      before = now;
      if (now - begun < duration) requestAnimationFrame(next);
      else done(frames.sort((a, b) => a - b));
    };
    requestAnimationFrame(next);
  });

async function measure(app: RunningApp, porch: number, duration: number, measured?: () => void): Promise<Busy> {
  const before = { main: cpuOf(app.pid), porch: cpuOf(porch), at: performance.now() };
  app.tell('measure');
  // A page that is too busy to draw answers late; what is measured of main ends in time all the same.
  const drawn = app.page<number[]>(`(${framesFor.toString()})(${duration})`);
  drawn.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, duration));
  const loop = await app.ask<Busy['loop']>('measured', 'loop');
  const after = { main: cpuOf(app.pid), porch: cpuOf(porch), at: performance.now() };
  measured?.();
  const late = new Promise<number[]>((resolve) => setTimeout(() => resolve([]), DRAWING).unref());
  const frames = await Promise.race([drawn, late]);
  const share = (of: 'main' | 'porch') => (100 * (after[of] - before[of])) / (after.at - before.at);
  const part = (of: number) => frames[Math.floor((frames.length - 1) * of)] ?? NaN;
  return {
    loop,
    frames: { p50: part(0.5), p95: part(0.95) },
    cpu: { main: share('main'), porch: share('porch') },
  };
}

/** Its process comes back some time after the window. @throws when it does not */
async function porchOf(app: RunningApp): Promise<number> {
  for (let waited = 0; waited < PORCH; waited += 200) {
    const metrics = await app.ask<Metric[]>('metrics', 'metrics');
    const porch = metrics.find(({ type, name }) => type === 'Utility' && name === 'Maru porch');
    if (porch) return porch.pid;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('there is no process of the porch');
}

/** @throws when a message is lost, or comes twice or out of order for anybody */
export async function hosting(
  host: Host,
  { guests, pace, duration }: Load,
): Promise<Record<'nobody' | 'everybody', Busy>> {
  const app = new RunningApp(host);
  await app.until('usable');
  const porch = await porchOf(app);
  // What a start leaves to be done later is done by then.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const nobody = await measure(app, porch, duration);

  const people = fork(resolve(import.meta.dirname, 'guests.ts'), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(people, 'exit').then(() => {
    throw new Error('the guests’ process has ended');
  });
  gone.catch(() => undefined);
  const heard = async () => (await Promise.race([once(people, 'message'), gone]))[0] as FromGuests;
  const send = (message: ToGuests) => people.send(message);
  send({ type: 'enter', port: host.port, people: guests });
  await heard();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  // They talk a moment longer than is looked at.
  send({ type: 'talk', pace, duration: duration + 2_000 });
  const ended = heard();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const from = now();
  let to = from;
  const everybody = await measure(app, porch, duration, () => (to = now()));
  const end = await ended;
  people.disconnect();
  await app.quit();
  if (end.type !== 'said' || end.deliveries !== end.said * guests)
    throw new Error(`not all arrived: ${JSON.stringify(end)}`);
  if (end.from > from + APART || end.to < to - APART)
    throw new Error(
      `they talked ${end.from - from} ms later, until ${to - end.to} ms before the end: the machine is too busy`,
    );
  return { nobody, everybody };
}
