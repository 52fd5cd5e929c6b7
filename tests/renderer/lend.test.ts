/** What is lent to a room's own window is the owner's own, and ends with the loan. */
import { expect, test, vi } from 'vitest';
import { lend } from '../../renderer/own-window/lend';
import { asSession, session } from '../support/lendable';

test('what is lent is the thing itself: its answers, its values, the same object for the same part', () => {
  const own = session();
  const { session: lent } = lend(asSession(own), vi.fn());
  expect(lent.connection.current).toBe(own.connection.current);
  expect([lent.connection, lent.talk]).toEqual([lent.connection, lent.talk]);
  expect(lent.connection).toBe(lent.connection);
  expect(lent.talk.send('room', '안녕')).toEqual(['안녕']);
  expect(own.talk.send('room', 'again')).toEqual(['안녕', 'again']);
});

test('everything that was subscribed ends with the loan, on every part; the owner’s own listeners stay', () => {
  const own = session();
  const loan = lend(asSession(own), vi.fn());
  const [theirs, ours] = [vi.fn(), vi.fn()];
  own.connection.subscribe(ours);
  loan.session.connection.subscribe(theirs);
  loan.session.onArrival(theirs);
  loan.session.talk.thread('log', 'root').subscribe(theirs);
  const stop = loan.session.knocks.subscribe(theirs);
  stop();
  expect([own.connection.heard, own.arrivals.heard, own.talk.read.heard, own.knocks.heard]).toEqual([2, 1, 1, 0]);
  loan.end();
  expect([own.connection.heard, own.arrivals.heard, own.talk.read.heard]).toEqual([1, 0, 0]);
  theirs.mockClear();
  own.connection.set({ phase: 'offline' });
  expect([theirs.mock.calls.length, ours.mock.calls.length]).toEqual([0, 2]);
});

test('what a listener over there throws is told and stays there: those behind it hear the same', () => {
  const own = session();
  const failed = vi.fn();
  const loan = lend(asSession(own), failed);
  const behind = vi.fn();
  loan.session.connection.subscribe(({ phase }) => {
    if ((phase as string) === 'offline') throw new Error('over there');
  });
  own.connection.subscribe(behind);
  own.connection.set({ phase: 'offline' });
  expect([failed.mock.calls.length, behind.mock.calls.length]).toEqual([1, 2]);
});
