import { describe, expect, test } from 'vitest';
import { delays, nextStart, STEADY } from '../../main/host/backoff';
import type { ToHost } from '../../main/host/messages';
import { Supervisor, type HostProcess } from '../../main/host/supervisor';
import { limits, type HostStatus } from '../../protocol';

const id = '01890000-0000-7000-8000-000000000001';
const hostKey = 'k'.repeat(43);
const place = {
  bind: '127.0.0.1',
  folder: '/porch',
  page: '/page',
  storeWorker: '/worker.cjs',
  updates: '/updates',
  hostKey,
};
const porch = { name: '디자인실 마루', port: 7420, password: 'open sesame', guests: true, announce: false };
const fingerprint = 'f'.repeat(43);

class FakeProcess implements HostProcess {
  readonly heard: ToHost[] = [];
  readonly #hears: ((raw: unknown) => void)[] = [];
  readonly #exits: (() => void)[] = [];
  ended = false;
  constructor(readonly pid: number) {}
  send(message: ToHost): void {
    this.heard.push(message);
  }
  onMessage(listener: (raw: unknown) => void): void {
    this.#hears.push(listener);
  }
  onExit(listener: () => void): void {
    this.#exits.push(listener);
  }
  kill(): void {
    if (this.ended) return;
    this.ended = true;
    this.#exits.forEach((listener) => listener());
  }
  say(raw: unknown): void {
    this.#hears.forEach((listener) => listener(raw));
  }
  serve(port = 7420, addresses: object[] = []): void {
    const how = { password: true, guests: true, announce: false, fingerprint };
    const serving = { id, name: porch.name, port, ...how, url: `http://127.0.0.1:${port}/`, addresses };
    this.say({ type: 'serving', serving });
  }
}

/** A supervisor on a clock that moves by hand. */
function scene() {
  let time = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const processes: FakeProcess[] = [];
  const statuses: HostStatus[] = [];
  const supervisor = new Supervisor({
    fork() {
      const process = new FakeProcess(100 + processes.length);
      processes.push(process);
      return process;
    },
    place,
    now: () => time,
    after(ms, callback) {
      const timer = { at: time + ms, callback };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    onStatus: (status) => void statuses.push(status),
    log: () => undefined,
  });
  return {
    supervisor,
    processes,
    statuses,
    last: () => {
      const process = processes.at(-1);
      if (!process) throw new Error('nothing was started');
      return process;
    },
    pass(ms: number) {
      const end = time + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        time = next.at;
        next.callback();
      }
      time = end;
    },
    waiting: () => timers.length,
  };
}

test('Hangyeol opens a porch: answered when it serves', async () => {
  const { supervisor, last, statuses } = scene();
  const opened = supervisor.open(porch, true);
  expect(last().heard).toEqual([{ type: 'open', opening: { porch, portTries: limits.portTries, ...place } }]);
  last().serve();
  expect(await opened).toMatchObject({ state: 'running', port: 7420, pid: 100, restarts: 0, hostKey, fingerprint });
  expect(await opened).toMatchObject({ guests: true, announce: false });
  expect(await opened).not.toHaveProperty('askedPort');
  expect(statuses.map(({ state }) => state)).toEqual(['starting', 'running']);
});

test('asked twice, one process serves, and both are answered', async () => {
  const { supervisor, last, processes } = scene();
  const both = [supervisor.open(porch, true), supervisor.open({ ...porch, name: 'other', port: 9 }, true)];
  last().serve();
  expect((await Promise.all(both)).map((status) => status.state)).toEqual(['running', 'running']);
  expect(processes).toHaveLength(1);
});

test('one that is to come later is said to be starting, has no process before, and may be stopped meanwhile', async () => {
  const { supervisor, processes, statuses, last } = scene();
  let go = () => {};
  const later = () => new Promise<void>((resolve) => (go = resolve));
  const opened = supervisor.open(porch, false, later());
  expect([statuses, processes]).toEqual([[{ state: 'starting' }], []]);
  expect(await supervisor.stop()).toEqual({ state: 'stopped' });
  go();
  expect([await opened, processes]).toEqual([{ state: 'stopped' }, []]);

  const again = supervisor.open(porch, false, later());
  void supervisor.open(porch, false);
  expect(processes).toEqual([]);
  go();
  await Promise.resolve();
  await Promise.resolve();
  last().serve();
  expect([await again, processes.length]).toMatchObject([{ state: 'running' }, 1]);
});

test('the machine moves to another Wi-Fi: the new addresses are told, and nothing starts anew', async () => {
  const { supervisor, last, processes } = scene();
  void supervisor.open(porch, true);
  last().serve();
  const there = {
    ...{ url: 'http://10.0.0.7:7420/', address: '10.0.0.7', interface: 'wlan0' },
    ...{ kind: 'wifi', family: 'IPv4', browsers: true },
  };
  last().serve(7420, [there]);
  expect(supervisor.status).toMatchObject({ state: 'running', addresses: [there], restarts: 0 });
  expect(processes).toHaveLength(1);
});

test('killed in the middle, it comes back on the same port, and no password is kept in main', async () => {
  const { supervisor, last, pass, statuses } = scene();
  const opened = supervisor.open(porch, true);
  last().serve(7421);
  expect(await opened).toMatchObject({ port: 7421, askedPort: 7420 });
  last().kill();
  expect(supervisor.status.state).toBe('starting');
  pass(delays[0]);
  expect(last().heard).toMatchObject([
    { opening: { porch: { name: porch.name, port: 7421, guests: true, announce: false }, portTries: 0 } },
  ]);
  expect(JSON.stringify(last().heard)).not.toContain('sesame');
  last().serve(7421);
  expect(supervisor.status).toMatchObject({ state: 'running', port: 7421, askedPort: 7420, pid: 101, restarts: 1 });
  expect(statuses.map(({ state }) => state)).toEqual(['starting', 'running', 'starting', 'starting', 'running']);
});

test('a server that dies each time is given up with the reason', async () => {
  const { supervisor, last, pass, processes, waiting } = scene();
  const opened = supervisor.open(porch, true);
  for (let death = 0; death <= delays.length; death += 1) {
    last().kill();
    pass(10_000);
  }
  expect(await opened).toMatchObject({ state: 'stopped', failure: { code: 'crashed' } });
  expect(processes).toHaveLength(delays.length + 1);
  expect(waiting()).toBe(0);
  const again = supervisor.open(porch, true);
  last().serve();
  expect(await again).toMatchObject({ state: 'running', restarts: 0 });
});

test('a port that is forbidden is said at once, not tried again', async () => {
  const { supervisor, last, pass, processes } = scene();
  const opened = supervisor.open({ ...porch, port: 80 }, true);
  last().say({ type: 'failed', failure: { code: 'port-forbidden', detail: '80' } });
  expect(await opened).toEqual({ state: 'stopped', failure: { code: 'port-forbidden', detail: '80' } });
  expect(last().ended).toBe(true);
  pass(60_000);
  expect(processes).toHaveLength(1);
});

test('a porch that people know takes no other port unless its host said so', async () => {
  const { supervisor, last } = scene();
  const opened = supervisor.open(porch, false);
  expect(last().heard).toMatchObject([{ opening: { portTries: 0 } }]);
  last().say({ type: 'failed', failure: { code: 'port-taken', detail: '7420' } });
  expect(await opened).toEqual({ state: 'stopped', failure: { code: 'port-taken', detail: '7420' } });
  const moved = supervisor.open(porch, true);
  expect(last().heard).toMatchObject([{ opening: { portTries: limits.portTries } }]);
  last().serve(7421);
  expect(await moved).toMatchObject({ port: 7421, askedPort: 7420 });
});

test('on its way back, a data folder that is not free yet is one more crash, not the end', () => {
  const { supervisor, last, pass } = scene();
  void supervisor.open(porch, true);
  last().serve();
  last().kill();
  pass(delays[0]);
  last().say({ type: 'failed', failure: { code: 'folder-in-use', detail: '/porch' } });
  pass(delays[1]);
  last().serve();
  expect(supervisor.status).toMatchObject({ state: 'running', restarts: 2 });
});

test('on its way back its port was taken by another program, and stays so: that is the reason it gives', () => {
  const { supervisor, last, pass } = scene();
  void supervisor.open(porch, true);
  last().serve();
  last().kill();
  for (const wait of delays) {
    pass(wait);
    last().say({ type: 'failed', failure: { code: 'port-taken', detail: '7420' } });
  }
  expect(supervisor.status).toEqual({ state: 'stopped', failure: { code: 'port-taken', detail: '7420' } });
});

test('stopped on request: told, waited for, and not started again', async () => {
  const { supervisor, last, pass, processes } = scene();
  void supervisor.open(porch, true);
  last().serve();
  const stopped = supervisor.stop();
  expect(last().heard.at(-1)).toEqual({ type: 'stop' });
  last().kill();
  expect(await stopped).toEqual({ state: 'stopped' });
  pass(60_000);
  expect(processes).toHaveLength(1);
  expect(await supervisor.stop()).toEqual({ state: 'stopped' });
});

test('one that does not stop is ended; one that waits to come back does not come back', async () => {
  const deaf = scene();
  void deaf.supervisor.open(porch, true);
  deaf.last().serve();
  const stopped = deaf.supervisor.stop();
  deaf.pass(5_000);
  expect(await stopped).toEqual({ state: 'stopped' });

  const waiting = scene();
  const opened = waiting.supervisor.open(porch, true);
  waiting.last().kill();
  expect(await waiting.supervisor.stop()).toEqual({ state: 'stopped' });
  expect(await opened).toEqual({ state: 'stopped' });
  waiting.pass(60_000);
  expect(waiting.processes).toHaveLength(1);
});

test('silence and nonsense: a start without a word is ended, an unknown word is not believed', async () => {
  const { supervisor, last, pass } = scene();
  void supervisor.open(porch, true);
  last().say({ type: 'serving', serving: { port: 'any' } });
  last().say(null);
  expect(supervisor.status.state).toBe('starting');
  const silent = last();
  pass(60_000);
  expect(silent.ended).toBe(true);
});

describe('the waits between starts', () => {
  test('grow, and end', () => {
    const waits: (number | null)[] = [];
    for (let next = nextStart(0, 0); ; next = nextStart(next.crashes, 0)) {
      waits.push(next?.wait ?? null);
      if (next === null) break;
    }
    expect(waits).toEqual([...delays, null]);
  });
  test('start anew after a steady time', () => {
    expect(nextStart(delays.length, STEADY)).toEqual({ wait: delays[0], crashes: 1 });
    expect(nextStart(delays.length, STEADY - 1)).toBeNull();
  });
});
