/** How a poll is voted in, as every store decides it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Id } from '../../protocol';
import { value } from '../support/answers';
import { close, poll, remove, said, vote } from '../support/drafts';
import { storeHosts } from '../support/store';
import { NOW, talking } from '../support/talking';

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { store, reopen, commons, narae, yunseo, tries, says, all, room } = talking(name);

  test('a choice has to be there, once, and one unless more are asked for', async () => {
    const one = await says(narae, '점심?', { poll: poll() });
    const more = await says(narae, '점심과 저녁?', { poll: poll({ many: true }) });
    expect(await tries(yunseo, [vote(one, [1]), vote(one, [2]), vote(one, []), vote(more, [0, 2])])).toEqual([
      ...['ok', 'ok', 'ok', 'ok'],
    ]);
    const wrong = [vote(one, [0, 1]), vote(one, [3]), vote(more, [1, 1]), vote(more, [0, 7])];
    expect(await tries(yunseo, wrong)).toEqual(wrong.map(() => 'invalid'));
    const noPoll = await says(narae, '그냥 말');
    const hidden = await says(narae, '몰래?', { poll: poll({ anonymous: true }) });
    expect(await tries(yunseo, [vote(noPoll, [0]), vote(hidden, [0])])).toEqual(['no-such-entry', 'no-such-entry']);
  });

  test('none counts after its time, or once it was closed', async () => {
    const brief = await says(narae, '지금?', { poll: poll({ closesAt: NOW + 100 }) });
    expect(await tries(yunseo, [vote(brief, [0])], { now: NOW + 99 })).toEqual(['ok']);
    expect(await tries(yunseo, [vote(brief, [1])], { now: NOW + 100 })).toEqual(['poll-closed']);
    expect(await tries(narae, [close(brief)], { now: NOW + 100 })).toEqual(['poll-closed']);
    const open = await says(narae, '언젠가?', { poll: poll() });
    expect(await tries(yunseo, [close(open), vote(open, [0])])).toEqual(['not-allowed', 'ok']);
    const [closing, late] = await store().append([
      { log: commons, author: narae, now: NOW, entries: [close(open)] },
      { log: commons, author: yunseo, now: NOW, entries: [vote(open, [1])] },
    ]);
    expect(value(closing).results).toMatchObject([{ ok: true }]);
    expect(value(late).results).toMatchObject([{ ok: false, error: { code: 'poll-closed' } }]);
    expect(await tries(yunseo, [said('끝난 것', { poll: poll({ closesAt: NOW }) })])).toEqual(['poll-closed']);
  });

  test('an anonymous vote counts once for each person, changes the tally, and is no entry', async () => {
    const hidden = await says(narae, '누가 반장?', { poll: poll({ anonymous: true }) });
    const votes = (member: Id, choices: number[], more: object = {}) =>
      store().vote({ log: commons, first: 1, member, poll: hidden, choices, now: NOW, ...more });
    const before = (await all()).length;
    expect(value(await votes(narae, [0]))).toEqual({ poll: hidden, votes: [1, 0, 0], voters: 1, mine: [0] });
    expect(value(await votes(yunseo, [0]))).toEqual({ poll: hidden, votes: [2, 0, 0], voters: 2, mine: [0] });
    expect(value(await votes(narae, [2]))).toEqual({ poll: hidden, votes: [1, 0, 1], voters: 2, mine: [2] });
    await reopen();
    expect(value(await votes(yunseo, []))).toEqual({ poll: hidden, votes: [0, 0, 1], voters: 1 });
    for (const choices of [[0, 1], [3]])
      expect(await votes(narae, choices)).toMatchObject({ error: { code: 'invalid' } });
    const open = await says(narae, '보이는 것', { poll: poll() });
    const nowhere = { ok: false, error: { code: 'no-such-entry' } };
    expect(await votes(narae, [0], { poll: open })).toMatchObject(nowhere);
    expect(await votes(narae, [0], { poll: randomUUID() })).toMatchObject(nowhere);
    expect(await votes(narae, [0], { log: await room(narae) })).toMatchObject(nowhere);
    expect(await votes(narae, [0], { first: 99 })).toMatchObject(nowhere);
    await tries(narae, [close(hidden)]);
    expect(await votes(yunseo, [1])).toMatchObject({ error: { code: 'poll-closed' } });
    expect((await all()).length).toBe(before + 2);
    await tries(narae, [remove(hidden)]);
    expect(await votes(yunseo, [1])).toMatchObject(nowhere);
  });
});
