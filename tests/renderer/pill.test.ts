/** The pill that is always in sight: how the connection is in each state, in both languages, with a shape of its own; why it is away and for how long. */
import { render } from 'svelte/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionState } from '../../client';
import ConnectionPill from '../../renderer/conversation/connection/ConnectionPill.svelte';
import type { Panel } from '../../renderer/conversation/panel.svelte';
import { speech } from '../../renderer/words';

const NOW = new Date(2026, 10, 21, 12).getTime();
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  speech.speak('en');
});

/** What it says, the shape it says it with, and its tooltip. */
function pill(connection: ConnectionState, { small = false, looked = false } = {}) {
  const { body } = render(ConnectionPill, {
    props: { connection, panel: { is: () => looked } as unknown as Panel, small },
  });
  const part = (pattern: RegExp) => pattern.exec(body)?.[1]?.trim();
  return {
    text: body
      .replaceAll(/<!--.*?-->/g, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    shape: part(/class="badge num (\w+)/),
    title: part(/title="([^"]*)"/),
    open: part(/aria-expanded="(\w+)"/),
    spoken: /<small class="[^"]*spoken/.test(body),
  };
}
const connected = (carrier: 'websocket' | 'polling', rtt: number | null) =>
  pill({ phase: 'connected', carrier, rtt, since: NOW });
const lost = { code: 'lost' } as const;

test('connected by requests, and upgraded: what carries it, how fast, each with a shape of its own', () => {
  expect(connected('polling', null)).toMatchObject({
    text: 'HTTP long-polling',
    shape: 'polling',
    title: expect.stringContaining('round trip'),
  });
  expect(connected('polling', 7.6)).toMatchObject({ text: 'HTTP long-polling · 8 ms', shape: 'polling' });
  expect(connected('websocket', 1_234)).toMatchObject({ text: 'WebSocket · 1,234 ms', shape: 'websocket' });
});

test('on its way, at first and before anybody is somebody there, it says that and no number', () => {
  const { hello } = { hello: { id: 'porch' } as never };
  for (const state of [{ phase: 'connecting' }, { phase: 'stranger', hello }] as const)
    expect(pill(state)).toMatchObject({ text: 'Connecting…', title: undefined });
});

test('away, it says why, and counts down to the next attempt; where there is no place, why is said to who listens', () => {
  const away = { phase: 'reconnecting', cause: lost, retryAt: NOW + 2_400, attempt: 2 } as const;
  const why = 'The connection was lost.';
  expect(pill(away)).toMatchObject({
    text: `Reconnecting · 3 s ${why}`,
    shape: 'reconnecting',
    title: why,
    spoken: false,
  });
  vi.setSystemTime(NOW + 1_500);
  expect(pill(away)).toMatchObject({ text: `Reconnecting · 1 s ${why}` });
  vi.setSystemTime(NOW + 2_400);
  expect(pill(away)).toMatchObject({ text: `Reconnecting ${why}` });
  expect(pill(away, { small: true })).toMatchObject({ spoken: true, title: why });
});

test('offline, it says why and counts nothing: it does not try again by itself', () => {
  const state = { phase: 'offline', cause: { code: 'not-reachable' } } as const;
  expect(pill(state)).toMatchObject({
    ...{ text: 'Offline Nobody answers at this address.', shape: 'offline', title: 'Nobody answers at this address.' },
  });
});

test('it speaks Korean, and says whether it is looked into', () => {
  speech.speak('ko');
  expect(pill({ phase: 'reconnecting', cause: lost, retryAt: NOW + 3_000, attempt: 1 }).text).toMatch(
    /^다시 연결하는 중 · 3초/,
  );
  expect(pill({ phase: 'offline', cause: lost }).text).toMatch(/^연결 안 됨/);
  expect(pill({ phase: 'connecting' }, { looked: true })).toMatchObject({ text: '연결하는 중…', open: 'true' });
});
