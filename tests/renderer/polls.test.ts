import { describe, expect, test } from 'vitest';
import type { Pending } from '../../client';
import { limits, refuse, type Change, type Member, type Poll } from '../../protocol';
import { pollOf, type Form } from '../../renderer/conversation/polls/making';
import { mayClose, pressed, standingOf } from '../../renderer/conversation/polls/standing';

const NARAE = '01890000-0000-7000-8000-00000000000a';
const YUNSEO = '01890000-0000-7000-8000-00000000000b';
const MATEO = '01890000-0000-7000-8000-00000000000c';
const POLL = '01890000-0000-7000-8000-0000000000ff';
const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const MINUTE = 60_000;

const lunch: Poll = { options: ['국수집', '도시락', '굶기'], anonymous: false, many: false, closesAt: null };
let seq = 0;
const placed = (author: string) => ({ seq: (seq += 1), id: `${author.slice(0, -2)}${seq}`, author, at: NOON });
const vote = (author: string, ...choices: number[]): Change => ({
  ...placed(author),
  kind: 'vote',
  body: { target: POLL, choices },
});
const waits = (kind: 'vote' | 'close', choices: number[], refused: Pending['refused'] = null): Pending => ({
  ...{ id: `${kind}-${choices.join()}`, kind, target: POLL, text: '', at: NOON, tried: true, held: false, refused },
  body: kind === 'vote' ? { target: POLL, choices } : { target: POLL },
});
const stands = (more: Partial<Parameters<typeof standingOf>[0]> = {}) =>
  standingOf({ poll: lunch, me: NARAE, changes: [], tally: undefined, pending: [], asked: null, now: NOON, ...more });
const counts = (standing: ReturnType<typeof stands>) => standing.options.map(({ votes }) => votes);

describe('how a poll stands', () => {
  test('a person’s last vote counts, and an empty one takes it back', () => {
    const standing = stands({
      changes: [vote(YUNSEO, 0), vote(MATEO, 0), vote(YUNSEO, 1), vote(NARAE, 1), vote(MATEO)],
    });
    expect(counts(standing)).toEqual([0, 2, 0]);
    expect(standing.voters).toBe(2);
    expect(standing.mine).toEqual([1]);
    expect(standing.options[1]).toMatchObject({ share: 1, mine: true, voters: [YUNSEO, NARAE] });
  });

  test('one’s own vote shows before the server has it; a refused one is told and does not count', () => {
    const waiting = stands({ changes: [vote(NARAE, 0)], pending: [waits('vote', [2])] });
    expect(counts(waiting)).toEqual([0, 0, 1]);
    expect(waiting.waitsSince).toBe(NOON);
    const refused = stands({ changes: [vote(NARAE, 0)], pending: [waits('vote', [2], refuse('poll-closed'))] });
    expect(counts(refused)).toEqual([1, 0, 0]);
    expect(refused.refused.map(({ id }) => id)).toEqual(['vote-2']);
    expect(refused.waitsSince).toBeNull();
  });

  test('of an anonymous one there are numbers alone, and one’s own choice', () => {
    const poll = { ...lunch, anonymous: true };
    const tally = { poll: POLL, votes: [5, 2, 0], voters: 7, mine: [0] };
    const standing = stands({ poll, tally });
    expect(counts(standing)).toEqual([5, 2, 0]);
    expect(standing.options.flatMap(({ voters }) => voters)).toEqual([]);
    expect(standing.mine).toEqual([0]);
    expect(standing.options[0]?.share).toBeCloseTo(5 / 7);
    expect(stands({ poll, tally, asked: [] }).mine).toEqual([]);
    expect(stands({ poll }).voters).toBe(0);
  });

  test('it is closed by somebody, by its time, and at once by oneself', () => {
    expect(stands().closed).toBe(false);
    expect(stands({ changes: [{ ...placed(YUNSEO), kind: 'close', body: { target: POLL } }] }).closed).toBe(true);
    expect(stands({ poll: { ...lunch, closesAt: NOON + 1 } }).closed).toBe(false);
    expect(stands({ poll: { ...lunch, closesAt: NOON } }).closed).toBe(true);
    expect(stands({ pending: [waits('close', [])] }).closed).toBe(true);
    expect(stands({ pending: [waits('close', [], refuse('not-allowed'))] }).closed).toBe(false);
  });

  test('a vote for an answer that is not there counts for none', () => {
    expect(counts(stands({ changes: [vote(YUNSEO, 9)] }))).toEqual([0, 0, 0]);
  });

  test('pressing chooses one or several, and pressing again takes it back', () => {
    expect(pressed(lunch, [], 1)).toEqual([1]);
    expect(pressed(lunch, [1], 2)).toEqual([2]);
    expect(pressed(lunch, [1], 1)).toEqual([]);
    expect(pressed({ many: true }, [2], 0)).toEqual([0, 2]);
    expect(pressed({ many: true }, [0, 2], 0)).toEqual([2]);
  });

  test('its author closes it, and whoever stands above them', () => {
    const member = (id: string, role: Member['role']) => ({ id, role }) as Member;
    expect(mayClose(member(NARAE, 'guest'), member(NARAE, 'guest'))).toBe(true);
    expect(mayClose(member(NARAE, 'moderator'), member(YUNSEO, 'member'))).toBe(true);
    expect(mayClose(member(NARAE, 'moderator'), member(YUNSEO, 'moderator'))).toBe(false);
    expect(mayClose(member(NARAE, 'member'), member(YUNSEO, 'guest'))).toBe(false);
    expect(mayClose(member(NARAE, 'host'), null)).toBe(false);
  });
});

describe('a poll that is being made', () => {
  const form: Form = {
    ...{ question: ' 점심 어디로 갈까요? ', options: ['국수집', ' 도시락 ', ''] },
    ...{ anonymous: true, many: false, term: 'open', closing: '' },
  };
  const made = (more: Partial<Form> = {}) => pollOf({ ...form, ...more }, NOON);
  const closes = (more: Partial<Form>) => {
    const one = made(more);
    return one.ok ? one.poll.closesAt : one.problems.closing;
  };

  test('empty answers are none', () => {
    expect(made()).toMatchObject({ ok: true, poll: { options: ['국수집', '도시락'], anonymous: true, many: false } });
    expect(made({ options: ['', '국수집', '', '도시락'] })).toMatchObject({
      poll: { options: ['국수집', '도시락'] },
    });
  });

  test('it closes when it was said to', () => {
    expect(closes({ term: 'open' })).toBeNull();
    expect(closes({ term: 'short' })).toBe(NOON + 10 * MINUTE);
    expect(closes({ term: 'hour' })).toBe(NOON + 60 * MINUTE);
    expect(closes({ term: 'today' })).toBe(new Date(2026, 10, 21, 23, 59, 59, 999).getTime());
    expect(closes({ term: 'chosen', closing: '2026-11-21T15:30' })).toBe(NOON + 210 * MINUTE);
    expect(closes({ term: 'chosen', closing: '2026-11-21T11:59' })).toBe('past');
    expect(closes({ term: 'chosen', closing: '' })).toBe('past');
  });

  test('what is wrong stands at its field', () => {
    const problems = (more: Partial<Form>) => {
      const one = made(more);
      return one.ok ? null : one.problems;
    };
    expect(problems({ question: '  ' })?.question).toBe('empty');
    expect(problems({ question: '가'.repeat(limits.messageText + 1) })?.question).toBe('long');
    expect(problems({ options: ['국수집', '', ''] })?.options).toEqual({ 1: 'few' });
    expect(problems({ options: ['국수집', '국수집'] })?.options).toEqual({ 1: 'twice' });
    expect(problems({ options: ['국수집', '가'.repeat(limits.pollOption + 1)] })?.options).toEqual({ 1: 'long' });
  });
});
