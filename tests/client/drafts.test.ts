/** What was begun to write: by place, on the device's disk, soon after a key. */
import { expect, test } from 'vitest';
import type { KeptDraft } from '../../client';
import { Unfinished } from '../../client/unfinished';
import { limits } from '../../protocol';
import { ManualClock, MemoryStorage, settled, testId } from '../support/ports';

const [SERVER, OTHER, ROOM, ANNEX, ROOT] = [1, 2, 3, 4, 5].map((number) => testId(number)) as [
  string,
  string,
  string,
  string,
  string,
];
const draft = (text: string, more: Partial<KeptDraft> = {}): KeptDraft => ({
  ...{ text, reply: null, whisperTo: [], mentions: [], edit: null, ...more },
});

function device(storage = new MemoryStorage()) {
  const clock = new ManualClock();
  const open = (server: string | null = SERVER) => new Unfinished(storage, clock, () => server);
  return { storage, clock, open, drafts: open() };
}

test('a text is on the disk within the time promised after a key, however long one goes on', async () => {
  const { clock, drafts, open } = device();
  for (const text of ['안', '안녕', '안녕하']) {
    drafts.keep({ room: ROOM }, draft(text));
    await clock.pass(limits.draftAfter / 2);
  }
  // The process ends here, and nobody was told.
  expect((await open().load({ room: ROOM }))?.text).toBe('안녕');
  await clock.pass(limits.draftAfter / 2);
  expect((await open().load({ room: ROOM }))?.text).toBe('안녕하');
  expect(clock.waiting).toEqual([]);
});

test('what is asked for is what was kept last, written or not; a page that goes away writes now', async () => {
  const { drafts, open } = device();
  const whole = draft('둘만 봐요', {
    reply: ROOT,
    whisperTo: [OTHER],
    mentions: [{ member: OTHER, name: '윤서' }],
    edit: { message: ROOT, before: '전에' },
  });
  drafts.keep({ room: ROOM }, whole);
  expect(await drafts.load({ room: ROOM })).toEqual(whole);
  expect(await open().load({ room: ROOM })).toBeNull();
  drafts.flush();
  await settled();
  expect(await open().load({ room: ROOM })).toEqual(whole);
});

test('each place has its own: rooms, threads, servers', async () => {
  const { drafts, open } = device();
  drafts.keep({ room: ROOM }, draft('방'));
  drafts.keep({ room: ROOM, thread: ROOT }, draft('스레드'));
  drafts.keep({ room: ANNEX }, draft('옆방'));
  open(OTHER).keep({ room: ROOM }, draft('다른 마루'));
  drafts.flush();
  await settled();
  const again = open();
  const texts = await Promise.all(
    [{ room: ROOM }, { room: ROOM, thread: ROOT }, { room: ANNEX }, { room: ANNEX, thread: ROOT }].map((place) =>
      again.load(place),
    ),
  );
  expect(texts.map((kept) => kept?.text)).toEqual(['방', '스레드', '옆방', undefined]);
  expect(await again.all()).toEqual([{ room: ROOM }, { room: ROOM, thread: ROOT }, { room: ANNEX }]);
  expect(await open(OTHER).load({ room: ROOM })).toBeNull();
});

test('an empty one is forgotten, here and on the disk; an answer to something is not empty', async () => {
  const { drafts, open, clock } = device();
  drafts.keep({ room: ROOM }, draft('보낼 말'));
  drafts.keep({ room: ANNEX }, draft('', { reply: ROOT }));
  await clock.pass(limits.draftAfter);
  drafts.keep({ room: ROOM }, draft(''));
  expect(await drafts.all()).toEqual([{ room: ANNEX }]);
  await clock.pass(limits.draftAfter);
  expect(await open().all()).toEqual([{ room: ANNEX }]);
  drafts.keep({ room: ANNEX }, null);
  await clock.pass(limits.draftAfter);
  expect(await open().all()).toEqual([]);
});

test('a disk that fails loses nothing of this run, and is asked again', async () => {
  const { storage, clock } = device();
  let broken = true;
  const failing = {
    table: <T>(name: string) => {
      const table = storage.table<T>(name);
      return {
        ...table,
        put: (key: string, value: T) => (broken ? Promise.reject(new Error('full')) : table.put(key, value)),
      };
    },
  };
  const drafts = new Unfinished(failing, clock, () => SERVER);
  drafts.keep({ room: ROOM }, draft('하나'));
  await clock.pass(limits.draftAfter);
  expect((await drafts.load({ room: ROOM }))?.text).toBe('하나');
  broken = false;
  drafts.keep({ room: ANNEX }, draft('둘'));
  await clock.pass(limits.draftAfter);
  expect((await new Unfinished(storage, clock, () => SERVER).all()).length).toBe(2);
});

test('a locked room stays locked over a restart, and no other is', async () => {
  const { drafts, open } = device();
  drafts.lock(ROOM, true);
  expect([await drafts.locked(ROOM), await drafts.locked(ANNEX)]).toEqual([true, false]);
  await settled();
  const again = open();
  expect([await again.locked(ROOM), await open(OTHER).locked(ROOM)]).toEqual([true, false]);
  again.lock(ROOM, false);
  await settled();
  expect(await open().locked(ROOM)).toBe(false);
});
