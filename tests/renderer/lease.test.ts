/** Who owns a profile, told with a clock that moves by hand: pages that come, ask, sleep, die and are robbed. */
import { expect, test } from 'vitest';
import type { Id } from '../../protocol';
import { Lease, leaseTimes } from '../../renderer/ports/lease';
import type { LeaseCell, LeaseMessage, LeaseRow } from '../../renderer/ports/lease-parts';
import { ManualClock, seededRandom, settled } from '../support/ports';

/** One browser: a row on its disk, and what its pages tell each other. */
class Browser {
  readonly clock = new ManualClock();
  readonly random = seededRandom();
  readonly pages: Tab[] = [];
  row: LeaseRow | undefined;
  broken = false;

  readonly cell: LeaseCell = {
    read: async () => this.#disk(() => this.row),
    change: async (change) => this.#disk(() => (this.row = change(this.row))),
    clear: async (holder) => {
      if (this.row?.holder === holder) this.row = undefined;
    },
  };

  open(): Tab {
    const tab = new Tab(this);
    this.pages.push(tab);
    return tab;
  }

  #disk<T>(work: () => T): T {
    if (this.broken) throw new Error('the disk cannot be read');
    return work();
  }
}

class Tab {
  /** What became of it, in order. */
  readonly told: string[] = [];
  holder: Id | null = null;
  /** Neither hears nor does anything, and its timers stand. */
  asleep = false;
  /** What it takes to write all it has. */
  writes: Promise<void> = Promise.resolve();
  readonly lease: Lease;
  readonly #late: (() => void)[] = [];
  #hears: (message: LeaseMessage) => void = () => undefined;

  constructor(browser: Browser) {
    const clock = {
      now: () => browser.clock.now(),
      after: (ms: number, callback: () => void) => browser.clock.after(ms, () => this.#awake(callback)),
    };
    const channel = {
      post: (message: LeaseMessage) => {
        const others = browser.pages.filter((page) => page !== this);
        queueMicrotask(() => others.forEach((page) => page.#awake(() => page.#hears(message))));
      },
      listen: (listener: (message: LeaseMessage) => void) => (this.#hears = listener),
    };
    const { cell, random } = browser;
    this.lease = new Lease(
      { cell, channel, clock, random },
      {
        begins: (holder) => {
          this.holder = holder;
          this.told.push('owns');
        },
        ends: async () => {
          this.holder = null;
          this.told.push('ends');
          await this.writes;
        },
        waits: (answered) => this.told.push(answered ? 'waits' : 'hears nothing'),
      },
    );
    this.lease.start();
  }

  wake(): void {
    this.asleep = false;
    this.#late.splice(0).forEach((work) => work());
  }

  #awake(work: () => void): void {
    if (this.asleep) this.#late.push(work);
    else work();
  }
}

const EXPIRY = leaseTimes.asks * leaseTimes.answer;
const owners = ({ pages }: Browser) => pages.filter(({ holder }) => holder !== null);

/** A browser with one page that owns its profile, and one that waits. */
async function two(): Promise<{ browser: Browser; first: Tab; second: Tab }> {
  const browser = new Browser();
  const first = browser.open();
  await settled();
  const second = browser.open();
  await settled();
  expect([first.told, second.told]).toEqual([['owns'], ['waits']]);
  return { browser, first, second };
}

test('a page alone owns its profile at once, without waiting for anybody', async () => {
  const browser = new Browser();
  const only = browser.open();
  await settled();
  expect(only.told).toEqual(['owns']);
  expect(browser.row?.holder).toBe(only.holder);
});

test('of three pages that come at the same moment one owns the profile', async () => {
  const browser = new Browser();
  for (let count = 0; count < 3; count += 1) browser.open();
  await browser.clock.pass(20_000);
  expect(owners(browser)).toHaveLength(1);
  expect(browser.pages.flatMap(({ told }) => told).filter((word) => word === 'owns')).toHaveLength(1);
});

test('a holder whose timers stand still answers, and is never robbed', async () => {
  const { browser, first, second } = await two();
  const { row } = browser;
  // As a hidden page: it hears, but it does not come to renew.
  browser.cell.change = async (change) => {
    const then = change(browser.row);
    if (then?.holder !== first.holder) browser.row = then;
    return then;
  };
  await browser.clock.pass(10 * leaseTimes.stale);
  expect(browser.row).toEqual(row);
  expect(owners(browser)).toEqual([first]);
  expect(new Set(second.told)).toEqual(new Set(['waits']));
});

test('a holder that died is followed after five unanswered questions, not before', async () => {
  const { browser, first, second } = await two();
  first.asleep = true;
  await browser.clock.pass(leaseTimes.beat + EXPIRY - 1);
  expect(owners(browser)).toEqual([first]);
  await browser.clock.pass(1);
  expect(second.holder).not.toBeNull();
  expect(second.told.filter((word) => word === 'hears nothing')).toHaveLength(leaseTimes.asks);
});

test('a lease of yesterday needs one question', async () => {
  const browser = new Browser();
  browser.row = { holder: browser.random.id(), beats: 7, at: browser.clock.now() - leaseTimes.stale - 1 };
  const page = browser.open();
  await settled();
  await browser.clock.pass(leaseTimes.answer - 1);
  expect(page.holder).toBeNull();
  await browser.clock.pass(1);
  expect(page.told).toEqual(['hears nothing', 'owns']);
});

test('a robbed sleeper finds it out as it wakes, ends, and waits like any other', async () => {
  const { browser, first, second } = await two();
  first.asleep = true;
  await browser.clock.pass(60_000);
  expect(owners(browser)).toEqual([first, second]);
  first.wake();
  await settled();
  expect(owners(browser)).toEqual([second]);
  expect(first.told.slice(0, 3)).toEqual(['owns', 'ends', 'waits']);
});

test('a page asked to go on gets the lease when the other has written all it has, not a moment earlier', async () => {
  const { browser, first, second } = await two();
  let written = (): void => undefined;
  first.writes = new Promise((resolve) => (written = resolve));
  second.lease.take();
  await browser.clock.pass(60_000);
  expect([first.holder, second.holder]).toEqual([null, null]);
  written();
  await settled();
  expect(owners(browser)).toEqual([second]);
  first.lease.take();
  await settled();
  expect(owners(browser)).toEqual([first]);
});

test('somebody who presses again and again gets it from a dead holder no later', async () => {
  const { browser, first, second } = await two();
  first.asleep = true;
  for (let pressed = 0; pressed < 20; pressed += 1) {
    second.lease.take();
    await browser.clock.pass((EXPIRY + 2 * leaseTimes.answer) / 20);
  }
  expect(second.holder).not.toBeNull();
});

test('a page that goes frees the lease: one that waited gives a reload time to come first', async () => {
  const { browser, first, second } = await two();
  first.lease.release();
  await settled();
  await browser.clock.pass(leaseTimes.grace / 2);
  const reloaded = browser.open();
  await settled();
  expect(reloaded.told).toEqual(['owns']);
  reloaded.lease.release();
  await settled();
  await browser.clock.pass(leaseTimes.grace - 1);
  expect(second.holder).toBeNull();
  await browser.clock.pass(1);
  expect(second.holder).not.toBeNull();
});

test('a page that the browser kept and shows again claims like a new one', async () => {
  const { browser, first, second } = await two();
  first.lease.release();
  await settled();
  await browser.clock.pass(leaseTimes.grace);
  first.lease.start();
  await settled();
  await browser.clock.pass(leaseTimes.answer);
  expect(owners(browser)).toContain(second);
  expect(first.told).toEqual(['owns', 'waits']);
  second.lease.release();
  await settled();
  await browser.clock.pass(leaseTimes.grace);
  expect(first.told).toEqual(['owns', 'waits', 'owns']);
});

test('where the row cannot be read, Maru opens all the same', async () => {
  const browser = new Browser();
  browser.broken = true;
  const page = browser.open();
  await browser.clock.pass(10 * leaseTimes.beat);
  expect(page.told).toEqual(['owns']);
});

test('whatever comes together, never do two awake pages own a profile', async () => {
  const browser = new Browser();
  const { fraction } = seededRandom(4);
  for (let step = 0; step < 2_000; step += 1) {
    const page = browser.pages[Math.floor(fraction() * browser.pages.length)];
    const chance = fraction();
    if (!page || (chance < 0.05 && browser.pages.length < 5)) browser.open();
    else if (chance < 0.2) page.lease.take();
    else if (chance < 0.25) page.asleep = true;
    else if (chance < 0.35) page.wake();
    else if (chance < 0.4) page.lease.check();
    await browser.clock.pass(Math.floor(fraction() * 3_000));
    expect(owners(browser).filter(({ asleep }) => !asleep).length).toBeLessThanOrEqual(1);
  }
  for (const page of browser.pages) page.wake();
  await browser.clock.pass(2 * EXPIRY);
  expect(owners(browser)).toHaveLength(1);
  expect(browser.row?.holder).toBe(owners(browser)[0]?.holder);
});
