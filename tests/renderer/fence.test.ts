/** What goes on the wire of a page that lost its profile, and does not know it yet. */
import { expect, test } from 'vitest';
import type { Line, LineEvents } from '../../client';
import { Fence } from '../../renderer/ports/fence';
import type { IndexedDbStorage } from '../../renderer/ports/indexeddb';
import { testId } from '../support/ports';

const [me, another] = [testId(1), testId(2)];

/** A line through the fence of `me`, on a device whose disk answers as `read` says. */
function fenced(read: () => Promise<{ holder: string }[]>) {
  const [went, lost]: [string[], string[]] = [[], []];
  const database = { table: () => ({ all: read }) } as unknown as IndexedDbStorage;
  const line = {
    call: async (name: string) => {
      went.push(name);
      return { ok: true, value: {} };
    },
    close: () => went.push('close'),
  } as unknown as Line;
  const fence = new Fence(database, me, () => lost.push('lost'));
  const inner = { hello: async () => ({ ok: false, cause: { code: 'lost' } }) as const, dial: () => line };
  return { went, lost, line: fence.transport(inner).dial('', {} as never, {} as LineEvents) };
}

const everything = async ({ line }: ReturnType<typeof fenced>) => {
  const calls = ['join', 'append', 'createRoom', 'rename', 'resume', 'read', 'lacking', 'echo'] as const;
  await Promise.allSettled(calls.map((name) => line.call(name, {} as never)));
  line.close();
};

test('the holder of the lease says what it likes', async () => {
  const page = fenced(async () => [{ holder: me }]);
  await everything(page);
  expect([page.went.length, page.lost]).toEqual([9, []]);
});

test('once another page holds it, nothing that changes anything goes out, and the page learns of it', async () => {
  const page = fenced(async () => [{ holder: another }]);
  await everything(page);
  expect(page.went.sort()).toEqual(['close', 'echo', 'lacking', 'read', 'resume']);
  expect(page.lost).toHaveLength(4);
  await expect(page.line.call('append', {} as never)).rejects.toThrow('another page');
});

test('a disk that cannot be read, or was cleared, keeps nobody from talking', async () => {
  for (const read of [() => Promise.reject(new Error('disk')), async () => []]) {
    const page = fenced(read);
    await everything(page);
    expect([page.went.length, page.lost]).toEqual([9, []]);
  }
});
