/** The truth table of notifications, row by row; and what it says of the number on the icon. */
import { describe, expect, test } from 'vitest';
import { badgeOf, isSeen, notifying, type NoticeFacts, type WindowState } from '../../client/notifying';
import { rows, USUAL } from '../../client/notifying-table';

test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, { facts, told }) => {
  expect(notifying({ ...USUAL, ...facts })).toEqual(told);
});

test('each row has a name of its own, and no two say the same of the same', () => {
  expect(rows.length).toBeGreaterThanOrEqual(24);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  expect(new Set(rows.map(({ facts }) => JSON.stringify({ ...USUAL, ...facts }))).size).toBe(rows.length);
});

/** Every combination of these facts. */
function combinations(): NoticeFacts[] {
  const choices: { [K in keyof NoticeFacts]?: readonly NoticeFacts[K][] } = {
    why: ['ordinary', 'poll', 'mention', 'keyword', 'reply', 'direct', 'whisper', 'knock'],
    window: ['focused', 'visible', 'minimised', 'hidden'] satisfies WindowState[],
    level: ['all', 'mentions', 'none'],
    mutedUntil: [null, USUAL.now + 1],
    quietUntil: [null, USUAL.now + 1],
    ...Object.fromEntries(
      (
        [
          'own',
          'missed',
          'inView',
          'atEnd',
          'offHours',
          'systemQuiet',
          'locked',
          'presenting',
          'showText',
          'soundOn',
        ] as const
      ).map((name) => [name, [false, true]]),
    ),
  };
  let all: NoticeFacts[] = [USUAL];
  for (const [name, values] of Object.entries(choices))
    all = all.flatMap((facts) => (values as readonly unknown[]).map((value) => ({ ...facts, [name]: value })));
  return all;
}

describe('of all that can be the case', () => {
  const all = combinations().map((facts) => ({ facts, told: notifying(facts) }));
  const broken = (rule: (one: (typeof all)[number]) => boolean) => all.filter((one) => !rule(one)).slice(0, 1);

  test('nothing sounds or flashes without a toast', () => {
    expect(broken(({ told }) => told.toast !== 'none' || !(told.sound || told.flash))).toEqual([]);
  });
  test('who is not to be disturbed sees, hears and is shown nothing', () => {
    const quiet = ({ facts }: (typeof all)[number]) => facts.quietUntil !== null || facts.offHours || facts.systemQuiet;
    expect(broken((one) => !quiet(one) || one.told.toast === 'none')).toEqual([]);
  });
  test('no text where others may see it', () => {
    const open = ({ facts: { locked, presenting, showText } }: (typeof all)[number]) =>
      !locked && !presenting && showText;
    expect(broken((one) => one.told.toast !== 'full' || open(one))).toEqual([]);
  });
  test('what is seen, and what one said oneself, is told by nothing', () => {
    const silent = { toast: 'none', sound: false, badge: false, flash: false };
    expect(
      broken(({ facts, told }) => !(facts.own || isSeen(facts)) || JSON.stringify(told) === JSON.stringify(silent)),
    ).toEqual([]);
  });
  test('what is told by nothing where the system wants no quiet is told alike by nothing however window and system stand', () => {
    const silent = all.filter(
      ({ facts }) =>
        !facts.systemQuiet &&
        (facts.window === 'focused' || facts.window === 'visible') &&
        notifying(facts).toast === 'none',
    );
    const otherwise = silent.find(({ facts, told }) =>
      ([facts.window, ...(facts.window === 'visible' ? (['minimised', 'hidden'] as const) : [])] as const).some(
        (window) => {
          const { toast, sound, badge, flash } = notifying({ ...facts, window, systemQuiet: true });
          return toast !== 'none' || sound || flash || badge !== told.badge;
        },
      ),
    );
    expect([silent.length > 1_000, otherwise]).toEqual([true, undefined]);
  });
  test('nothing flashes while the window is before its person, or in the tray', () => {
    expect(
      broken(({ facts: { window }, told }) => !told.flash || window === 'visible' || window === 'minimised'),
    ).toEqual([]);
  });
});

test('the number on the icon counts what the table counts', () => {
  const room = { level: 'all', muted: false, direct: false, unread: 5, mentions: 2, called: 1 } as const;
  expect(badgeOf(room)).toBe(5);
  expect(badgeOf({ ...room, unread: 0 })).toBe(2);
  expect(badgeOf({ ...room, level: 'mentions' })).toBe(3);
  expect(badgeOf({ ...room, level: 'mentions', direct: true })).toBe(5);
  expect(badgeOf({ ...room, level: 'none' })).toBe(0);
  expect(badgeOf({ ...room, muted: true })).toBe(2);
});
