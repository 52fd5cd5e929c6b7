/** When appends are committed: at once, unless so many people speak that it pays to wait for more of them. */
import { beforeEach, expect, test } from 'vitest';
import { limits, type Answer } from '../../protocol';
import { Appends } from '../../server/appends';
import type { Appended, AppendRequest } from '../../server/store/store';
import { ManualClock, settled } from '../support/ports';
import { keptLog } from '../support/server';

let clock: ManualClock;
let appends: Appends;
/** The authors of each commit so far. */
let commits: string[][];

beforeEach(() => {
  clock = new ManualClock();
  commits = [];
  const store = {
    append: (requests: readonly AppendRequest[]): Promise<Answer<Appended>[]> => {
      commits.push(requests.map(({ author }) => author));
      const head = { log: 'room', epoch: 'e', head: 0 };
      return Promise.resolve(requests.map(() => ({ ok: true, value: { head, results: [], added: [] } })));
    },
  };
  appends = new Appends(store, () => undefined, keptLog(), clock);
});

const say = (author: string) => appends.append({ log: 'room', author, entries: [], now: clock.now() });
const people = (count: number) => Array.from({ length: count }, (_, at) => `person ${at}`);
/** Everything that needs no time has happened. */
const quiet = async () => {
  await settled();
  await settled();
};
/** So many people have just spoken, and were answered. */
const busyRoom = async (count: number) => {
  await Promise.all(people(count).map(say));
  commits.length = 0;
};

test('a lone message never waits', async () => {
  for (let said = 0; said < 50; said += 1) {
    await say('나래');
    await clock.pass(1);
  }
  expect(commits).toHaveLength(50);
  expect(clock.waiting).toEqual([]);
});

test('nor do a few people, however much each of them says', async () => {
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(people(8).flatMap((person) => Array.from({ length: 16 }, () => say(person))));
    const first = say('person 0');
    await quiet();
    await first;
  }
  expect(commits.map(({ length }) => length)).toEqual([128, 1, 128, 1, 128, 1, 128, 1, 128, 1]);
});

test('in a busy room a commit waits for more, and never longer than its window', async () => {
  await busyRoom(30);
  const answers = [say('person 3'), say('person 4')];
  await quiet();
  expect(commits).toEqual([]);
  expect(clock.waiting).toEqual([limits.commitWindow]);
  await clock.pass(limits.commitWindow - 1);
  answers.push(say('person 5'));
  await quiet();
  expect(commits).toEqual([]);
  await clock.pass(1);
  await Promise.all(answers);
  expect(commits).toEqual([['person 3', 'person 4', 'person 5']]);
  expect(clock.waiting).toEqual([]);
});

test('it goes at once when everybody has come who spoke just now', async () => {
  await busyRoom(30);
  const answers = people(29).map(say);
  await quiet();
  expect(commits).toEqual([]);
  answers.push(say('person 29'));
  await Promise.all(answers);
  expect(commits.map(({ length }) => length)).toEqual([30]);
  expect(clock.waiting).toEqual([]);
});

test('and when a commit is full', async () => {
  await busyRoom(30);
  const answers = Array.from({ length: limits.commitRequests }, () => say('person 3'));
  await Promise.all(answers);
  expect(commits.map(({ length }) => length)).toEqual([limits.commitRequests]);
});

test('once the room is quiet again, nobody waits; nor when the clock was set back', async () => {
  await busyRoom(30);
  await clock.pass(100);
  await say('person 3');
  expect(commits).toHaveLength(1);
  await busyRoom(30);
  await clock.pass(-3_600_000);
  await say('person 3');
  expect(commits).toHaveLength(1);
  expect(clock.waiting).toEqual([]);
});
