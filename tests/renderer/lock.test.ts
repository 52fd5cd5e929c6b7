/** The page's side of the lock: what waits behind it, what goes on, and what is told meanwhile. Real server, real sockets. */
import { expect, test } from 'vitest';
import { formatLink, type Bridge, type DesktopPushes, type LockStatus, type Payload } from '../../protocol';
import { quietTold } from '../../renderer/state/desk-status';
import { connected, decided, desktop, onStage, porch, screen, until } from '../support/screen';
import { person } from '../support/server';

onStage();

const link = formatLink({
  ...{ verb: 'join', host: '127.0.0.1:7999', others: [] },
  ...{ token: 'A'.repeat(22), fingerprint: 'f'.repeat(43) },
} as const);
const status = (state: LockStatus['state']): LockStatus => ({
  ...{ state, damaged: false, wait: 0, left: 5, prompt: false, canPrompt: false },
});

/** Main's end with a lock: what shows or changes anything is refused while it is there. */
function lockable(state: LockStatus['state']) {
  const main = desktop('나래');
  let now = state;
  let waiting: string | null = link;
  const listeners: Record<string, ((payload: never) => void)[]> = {};
  const bridge = {
    call: async (name: string, input: never) => {
      if (name === 'lockStatus') return { ok: true, value: status(now) };
      if (name === 'takeLink') {
        if (now === 'locked') return { ok: false, error: { code: 'not-allowed' } };
        const taken = waiting;
        waiting = null;
        return { ok: true, value: { link: taken } };
      }
      return main.bridge.call(name as 'settings', input);
    },
    on: (name: string, listener: never) => {
      (listeners[name] ??= []).push(listener);
      return main.bridge.on(name as 'noticeClicked', listener);
    },
  } as unknown as Bridge;
  const push = <N extends keyof DesktopPushes>(name: N, payload: Payload<DesktopPushes[N]>) =>
    listeners[name]?.forEach((listener) => listener(payload as never));
  const be = (next: LockStatus['state']) => {
    now = next;
    push('lock', status(next));
  };
  return { ...main, bridge, be, push };
}

test('until main has said how it stands, nothing but the lock is drawn', async () => {
  const { Lock } = await import('../../renderer/state/lock.svelte');
  const lock = new Lock({ bridge: lockable('open').bridge, wanted: () => undefined, unlocked: () => undefined });
  expect(lock.locked).toBe(true);
  await lock.load();
  expect(lock.locked).toBe(false);
});

test('a link waits behind the lock, and is asked about once it is gone', async () => {
  const main = lockable('locked');
  const app = await screen({ bridge: main.bridge });
  await decided();
  main.push('link', {});
  await decided();
  expect([app.locked, app.links.asking]).toEqual([true, null]);
  main.be('open');
  await decided();
  expect([app.locked, app.links.asking?.hosts]).toEqual([false, ['127.0.0.1:7999']]);
});

test('without a passphrase whoever wants to lock is led to where one is set', async () => {
  const main = lockable('none');
  const app = await screen({ bridge: main.bridge });
  main.push('lockWanted', {});
  expect([app.locked, app.settings]).toEqual([false, 'lock']);
});

test('behind the lock the connection lives on, and a message is told without its text and author', async () => {
  const server = await porch();
  const mateo = await person(server.url, 'Mateo');
  const main = lockable('open');
  const app = await screen({ bridge: main.bridge });
  const visit = app.enter(server.url);
  await connected(visit);
  app.look(true);
  visit.see(mateo.commons, { atEnd: true, thread: null });
  main.be('locked');
  // Somebody sits in front of it, and sees nothing.
  expect(app.inView).toBeNull();
  await mateo.say('점심은 국밥');
  await main.notified();
  expect(main.notices).toMatchObject([{ title: 'Something new for you', body: '', bare: true }]);
  expect(visit.connection.phase).toBe('connected');
  mateo.talker.close();
});

test('who presents is told without a text, until they end it', async () => {
  const server = await porch();
  const mateo = await person(server.url, 'Mateo');
  const main = lockable('none');
  const app = await screen({ bridge: main.bridge });
  await connected(app.enter(server.url));
  app.notices.present(true);
  expect(app.notices.presenting).toBe(true);
  await mateo.say('점심은 국밥');
  await main.notified();
  expect(main.notices).toMatchObject([{ title: 'Something new for you', body: '' }]);
  app.notices.present(false);
  expect(app.profile.settings.notices?.presenting).toBe(false);
  mateo.talker.close();
});

test('the tray’s do-not-disturb reaches every server that is connected, and is told to it', async () => {
  const servers = await Promise.all([porch(), porch()]);
  const main = lockable('none');
  const app = await screen({ bridge: main.bridge });
  const visits = servers.map(({ url }) => app.enter(url));
  await Promise.all(visits.map(connected));
  const quietOn = (quiet: boolean) =>
    Promise.all(
      visits.map(({ session }) =>
        until(session.server, ({ me, members }) => (members.get(me ?? '')?.quietUntil ?? 0) > Date.now() === quiet),
      ),
    );
  await quietOn(false);
  expect(app.desk.quietUntil).toBeNull();
  app.desk.quieten('one');
  await quietOn(true);
  const hour = 60 * 60_000;
  expect(Math.abs((app.desk.quietUntil ?? 0) - Date.now() - hour)).toBeLessThan(60_000);
  app.desk.quieten(null);
  await quietOn(false);
  expect(app.desk.quietUntil).toBeNull();
  // On one of them somebody may disturb: the tray does not say otherwise.
  const one = { connection: { phase: 'connected' as const }, server: visits[0]!.server };
  expect([quietTold([]), quietTold([one, { ...one, connection: { phase: 'offline' } }])]).toEqual([undefined, null]);
});
