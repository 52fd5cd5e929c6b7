/** The lock as main keeps it: passphrases, tries, damage, what is refused, when it locks, and the way out for who forgot. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bridgeNames, desktopCalls, firstLock, limits, parse, type LockSettings } from '../../protocol';

vi.mock('electron', () => ({ app: {}, powerMonitor: {} }));
const { markAnew, putAside } = await import('../../main/lock/anew');
const { mayNow } = await import('../../main/lock/allowed');
const { lockStore } = await import('../../main/lock/file');
const { openLock } = await import('../../main/lock/lock');
const { isLockKey } = await import('../../main/lock/key');
const { isSealed, seal } = await import('../../main/lock/passphrase');
const { lockWhenAway } = await import('../../main/lock/when');

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'maru-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logged: string[] = [];
const log = { info: () => undefined, lines: () => undefined, error: (text: string) => void logged.push(text) };
const file = () => path.join(folder, 'lock.json');

interface Options {
  settings?: Partial<LockSettings>;
  finger?: boolean;
  write?: () => never;
}

/** The app's lock on this profile, as it is at each start. Nobody guesses here, so it is sealed cheaply. */
function start({ settings = {}, finger, write }: Options = {}) {
  const clock = { now: 1_800_000_000_000 };
  const heard: boolean[] = [];
  const wanted = vi.fn();
  const store = lockStore(file(), log);
  const lock = openLock({
    store: write ? { ...store, write } : store,
    settings: () => ({ ...firstLock, ...settings }),
    prompt: finger === undefined ? null : { available: () => true, ask: async () => finger },
    now: () => clock.now,
    log,
    wanted,
    startAnew: () => undefined,
    seal: (passphrase) => seal(passphrase, 10),
  });
  lock.onChange((locked) => void heard.push(locked));
  const { handlers } = lock;
  const unlock = async (passphrase: string) => {
    const answer = await handlers.unlock({ passphrase });
    return answer.ok ? answer.value.right : answer.error.code;
  };
  const set = async (old: string | null, passphrase: string | null) => {
    const answer = await handlers.setPassphrase({ old, passphrase });
    return answer.ok ? answer.value.right : answer.error.code;
  };
  return { lock, clock, heard, wanted, unlock, set };
}

describe('a passphrase', () => {
  test('is kept as scrypt makes it, at the cost that OWASP lists, and never itself', async () => {
    const sealed = await seal('마루 열쇠 하나');
    expect(sealed.logN).toBe(17);
    expect(JSON.stringify(sealed)).not.toContain('열쇠');
    expect(await isSealed('마루 열쇠 하나', sealed)).toBe(true);
    expect(await isSealed('마루 열쇠 둘', sealed)).toBe(false);
    const [one, other] = [await seal('같은 열쇠', 10), await seal('같은 열쇠', 10)];
    expect(one.key).not.toBe(other.key);
  });

  test('is the same however a system composed it, and has a least length', async () => {
    const { set, unlock, lock } = start();
    const taken = (passphrase: string) => parse(desktopCalls.setPassphrase.input, { old: null, passphrase });
    expect(taken('열쇠').ok).toBe(false);
    const composed = taken('마루열쇠'.normalize('NFD'));
    if (!composed.ok) throw new Error('refused');
    expect(await set(null, composed.value.passphrase)).toBe(true);
    lock.now();
    const typed = parse(desktopCalls.unlock.input, { passphrase: '마루열쇠' });
    expect(typed.ok && (await unlock(typed.value.passphrase))).toBe(true);
  });

  test('is set, changed and taken away only by who knows the one there is', async () => {
    const { set, lock } = start();
    expect(lock.status.state).toBe('none');
    expect(await set(null, 'first one')).toBe(true);
    expect(await set(null, 'second one')).toBe(false);
    expect(await set('not it', null)).toBe(false);
    expect(await set('first one', 'second one')).toBe(true);
    expect(await set('first one', null)).toBe(false);
    expect(await set('second one', null)).toBe(true);
    expect([lock.status.state, start().lock.locked]).toEqual(['none', false]);
  });

  test('that cannot be written is not set', async () => {
    const full = start({
      write: () => {
        throw new Error('ENOSPC');
      },
    });
    expect(await full.set(null, 'first one')).toBe('disk');
    expect(full.lock.status.state).toBe('none');
  });
});

describe('locking', () => {
  test('without a passphrase offers to set one; by itself it does nothing then', () => {
    const { lock, wanted, heard } = start();
    lock.byItself();
    expect(wanted).not.toHaveBeenCalled();
    lock.now();
    expect([wanted.mock.calls.length, lock.locked, heard]).toEqual([1, false, []]);
  });

  test('holds until the right passphrase, over every new start', async () => {
    const first = start();
    await first.set(null, 'first one');
    expect(first.lock.locked).toBe(false);
    first.heard.length = 0;
    first.lock.now();
    expect(first.heard).toEqual([true]);
    const again = start();
    expect(again.lock.locked).toBe(true);
    expect(await again.unlock('not it')).toBe(false);
    expect(again.lock.locked).toBe(true);
    expect(await again.unlock('first one')).toBe(true);
    expect([again.lock.locked, again.heard]).toEqual([false, [false]]);
    // Also one that was not locked when it ended.
    expect(start().lock.locked).toBe(true);
  });

  test('the system’s own question opens it where it exists and is wished for, and only for the right person', async () => {
    await start().set(null, 'first one');
    for (const [options, state, can] of [
      [{}, 'locked', false],
      [{ finger: true }, 'locked', true],
      [{ finger: false, settings: { prompt: true } }, 'locked', true],
      [{ finger: true, settings: { prompt: true } }, 'open', true],
    ] as const) {
      const { lock } = start(options);
      await lock.handlers.promptUnlock({});
      expect([lock.status.state, lock.status.canPrompt]).toEqual([state, can]);
    }
  });
});

describe('tries', () => {
  test('are few; then each next one waits, longer and longer, and the right one ends it', async () => {
    const { set, unlock, lock, clock } = start();
    await set(null, 'first one');
    lock.now();
    for (let left = limits.lockTries.free; left > 0; left -= 1) {
      expect([lock.status.left, lock.status.wait]).toEqual([left, 0]);
      expect(await unlock('not it')).toBe(false);
    }
    const waits: number[] = [];
    for (let more = 0; more < 8; more += 1) {
      waits.push(lock.status.wait / 1_000);
      // Before its time not even the right one is looked at.
      expect(await unlock('first one')).toBe(false);
      clock.now += lock.status.wait;
      expect(await unlock('not it')).toBe(false);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    clock.now += lock.status.wait;
    expect(await unlock('first one')).toBe(true);
    expect([lock.status.left, lock.status.wait]).toEqual([limits.lockTries.free, 0]);
  });

  test('are counted over a restart, before they are looked at, and in the settings as well; a clock set back is no wall', async () => {
    const first = start();
    await first.set(null, 'first one');
    for (let at = 0; at < 3; at += 1) expect(await first.set('not it', null)).toBe(false);
    const under = first.lock.handlers.setPassphrase({ old: 'not it', passphrase: null });
    expect((JSON.parse(readFileSync(file(), 'utf8')) as { failed: number }).failed).toBe(4);
    expect(await first.unlock('first one')).toBe('busy');
    await under;
    const again = start();
    expect(again.lock.status.left).toBe(1);
    expect(await again.unlock('not it')).toBe(false);
    const later = start();
    expect(later.lock.status.wait).toBe(30_000);
    later.clock.now -= 10 * 24 * 60 * 60_000;
    expect(later.lock.status.wait).toBe(limits.lockTries.longest);
  });
});

test('where the profile’s folder is a file nothing was kept: it is not locked, and says nothing of damage', () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'not a folder');
  const { lock } = start();
  expect([lock.locked, lock.status.state, lock.status.damaged]).toEqual([false, 'none', false]);
});

describe('a damaged file', () => {
  test.each([
    '',
    '{"passphrase": nu',
    '{"passphrase": {"logN": 30, "salt": "", "key": ""}, "failed": 0, "until": 0}',
    '[]',
  ])('opens nothing, at no start, and stays where it is: %s', async (text) => {
    writeFileSync(file(), text);
    for (const { lock, unlock } of [start(), start()]) {
      expect([lock.locked, lock.status.damaged]).toEqual([true, true]);
      expect(await unlock('anything')).toBe(false);
      expect(lock.locked).toBe(true);
    }
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  test('is replaced by whoever the system knows; and starting anew leads out of it', async () => {
    writeFileSync(file(), 'x');
    const { lock, set } = start({ finger: true, settings: { prompt: true } });
    await lock.handlers.promptUnlock({});
    expect([lock.locked, lock.status.state]).toEqual([false, 'none']);
    expect(await set(null, 'first one')).toBe(true);
    expect([start().lock.status.damaged, start().lock.locked]).toEqual([false, true]);
    writeFileSync(file(), 'x');
    markAnew(folder, Date.now());
    putAside(folder);
    expect(start().lock.locked).toBe(false);
  });
});

test('starting anew puts everything aside and deletes nothing; cut off, it goes on at the next start', () => {
  const keep = ['SingletonLock', 'Local State', 'main.log', 'aside-2020-01-01T00-00-00'];
  for (const name of ['lock.json', 'settings.json', 'secrets.json', ...keep])
    writeFileSync(path.join(folder, name), name);
  mkdirSync(path.join(folder, 'porch'));
  writeFileSync(path.join(folder, 'porch', 'store.db'), 'said');
  putAside(folder);
  expect(readdirSync(folder)).toHaveLength(8);

  markAnew(folder, Date.UTC(2026, 0, 5, 12, 30));
  // An earlier start got as far as this.
  mkdirSync(path.join(folder, 'aside-2026-01-05T12-30-00'));
  putAside(folder);
  expect(readdirSync(folder).sort()).toEqual([...keep, 'aside-2026-01-05T12-30-00'].sort());
  const aside = path.join(folder, 'aside-2026-01-05T12-30-00');
  expect(readdirSync(aside).sort()).toEqual(['lock.json', 'porch', 'secrets.json', 'settings.json']);
  expect(readFileSync(path.join(aside, 'porch', 'store.db'), 'utf8')).toBe('said');
  // It happened once.
  writeFileSync(path.join(folder, 'settings.json'), 'new');
  putAside(folder);
  expect(existsSync(path.join(folder, 'settings.json'))).toBe(true);
});

test('while locked main answers what a connection and the lock’s own page need, and nothing that shows or changes anything', () => {
  const needed = [
    ...['lockStatus', 'lockNow', 'unlock', 'promptUnlock', 'startAnew', 'settings', 'keeping', 'about', 'updates'],
    ...['reach', 'trusted', 'meet', 'probe', 'secret', 'keepSecret', 'dialBack', 'hostStatus'],
    ...['notify', 'closeNotices', 'flash', 'noticeSituation', 'takeNotices', 'showStatus'],
    ...['offerCommands', 'ownWindows', 'spellingNames'],
  ];
  for (const name of bridgeNames.calls) {
    expect([name, mayNow(name, false)]).toEqual([name, true]);
    expect([name, mayNow(name, true)]).toEqual([name, needed.includes(name)]);
  }
});

describe('by itself', () => {
  function away(settings: Partial<LockSettings>) {
    vi.useFakeTimers();
    const events: Record<string, () => void> = {};
    const monitor = {
      idle: 0,
      getSystemIdleTime: () => monitor.idle,
      on: (name: string, go: () => void) => void (events[name] = go),
    };
    const byItself = vi.fn();
    const module = lockWhenAway({
      lock: { locked: false, byItself, onChange: () => undefined, status: start().lock.status },
      settings: () => ({ ...firstLock, ...settings }),
      push: () => undefined,
      monitor,
    });
    void module.start?.();
    const after = (seconds: number) => {
      monitor.idle = seconds;
      vi.advanceTimersByTime(5_000);
      return byItself.mock.calls.length;
    };
    return { events, byItself, after, end: () => module.stop?.() };
  }
  afterEach(() => void vi.useRealTimers());

  test('it locks after the minutes one chose, and never where one chose never', () => {
    const five = away({ idle: 5 });
    expect([five.after(299), five.after(300)]).toEqual([0, 1]);
    void five.end();
    const never = away({ idle: 0 });
    expect(never.after(100_000)).toBe(0);
    void never.end();
  });

  test('with the computer’s own lock and its sleep, where that is wanted', () => {
    for (const [withSystem, times] of [
      [true, 2],
      [false, 0],
    ] as const) {
      const { events, byItself, end } = away({ withSystem });
      events['lock-screen']?.();
      events['suspend']?.();
      expect(byItself).toHaveBeenCalledTimes(times);
      void end();
    }
  });
});

test('rooms’ own windows have its key, on any layout, and no key that is another one', () => {
  const none = {
    type: 'keyDown' as const,
    key: 'l',
    code: 'KeyL',
    control: false,
    meta: false,
    alt: false,
    shift: false,
  };
  const pressed = (more: Partial<typeof none>, platform: NodeJS.Platform = 'linux') =>
    isLockKey({ ...none, ...more }, platform);
  expect(pressed({ control: true })).toBe(true);
  expect(pressed({ control: true, key: 'ㅣ' })).toBe(true);
  expect(pressed({ meta: true }, 'darwin')).toBe(true);
  // On a layout whose L is elsewhere, what lies at its place is another letter.
  expect(pressed({ control: true, key: 'n' })).toBe(false);
  for (const more of [{}, { control: true, shift: true }, { control: true, alt: true }, { control: true, meta: true }])
    expect(pressed(more)).toBe(false);
});

test('no passphrase came into the log', () => {
  expect(logged.join('\n')).not.toMatch(/first one|not it|열쇠/u);
});
