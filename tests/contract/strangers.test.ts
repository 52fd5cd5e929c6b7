/** What somebody may ask who has not joined: next to nothing, whatever the protocol comes to know. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Input, NetworkCalls } from '../../protocol';
import { startTestServer, Talker, type TestServer } from '../support/server';

let server: TestServer;
afterEach(() => server.remove());

const id = randomUUID();
/** What only members may ask, well formed: a call that is new in the protocol has to stand here, too. */
const ofMembers: {
  readonly [N in Exclude<keyof NetworkCalls, 'join' | 'knock' | 'stopKnocking' | 'echo'>]: Input<NetworkCalls[N]>;
} = {
  answerKnock: { id, admit: true },
  append: { log: id, entries: [{ id, kind: 'message', body: { text: '몰래' } }] },
  appoint: { member: id, role: 'member' },
  askDialBack: {},
  audit: {},
  bans: {},
  addToRoom: { room: id, members: [id], share: true },
  arrange: { rooms: [id] },
  changeRoom: { room: id, name: '몰래' },
  createRoom: { id, kind: 'open', name: '몰래', topic: '', members: [] },
  devices: {},
  dialledBack: { ask: id, host: '192.0.2.7:7420', outcome: 'reached' },
  enterRoom: { room: id },
  find: { log: id, epoch: id, ids: [id] },
  invitations: {},
  invite: { role: 'member', uses: 1, lifetime: 60_000 },
  lab: {},
  lacking: { ids: [id] },
  leaveRoom: { room: id },
  line: {},
  makeCode: {},
  markRead: { marks: [{ log: id, epoch: id, seq: 1 }] },
  mute: { member: id, until: null },
  pair: {},
  pins: { log: id, epoch: id },
  prefer: { room: id, mutedUntil: null },
  putOut: { room: id, member: id },
  read: { log: id, epoch: id, limit: 1 },
  readers: { log: id },
  makeBot: { name: '봇', scopes: ['read'], rooms: null },
  bots: {},
  endBot: { member: id },
  makeHook: { kind: 'incoming', bot: id, room: id },
  endHook: { id },
  renewBot: { member: id },
  tryHook: { id },
  relay: { room: id, event: '종', args: [], to: 'all' },
  remove: { member: id, ban: false },
  rename: { name: '몰래' },
  resume: { logs: [] },
  revoke: { id },
  setIdle: { idle: true },
  setStatus: { quietUntil: null },
  signOut: { device: id },
  slow: { room: id, seconds: 1 },
  thread: { log: id, epoch: id, root: id },
  threads: {},
  transfer: { member: id },
  typing: { log: id },
  unban: { id },
  versions: { log: id, epoch: id, id },
  vote: { log: id, poll: id, choices: [] },
};

test('a stranger may join, knock and echo, and nothing else; a member joins no second time', async () => {
  server = await startTestServer();
  const stranger = await Talker.dial(server.url);
  expect(await stranger.ask('echo', {})).toMatchObject({ ok: true });
  for (const [name, input] of Object.entries(ofMembers)) {
    expect(await stranger.ask(name as keyof typeof ofMembers, input), name).toMatchObject({
      error: { code: 'not-joined', kind: 'final' },
    });
  }
  const [first, second] = await Promise.all([
    stranger.ask('join', { name: '한결' }),
    stranger.ask('join', { name: '한결' }),
  ]);
  expect([first, second].filter(({ ok }) => ok)).toHaveLength(1);
  expect(await stranger.ask('join', { name: '또' })).toMatchObject({ error: { code: 'not-allowed' } });
  expect((await stranger.must('resume', { logs: [] })).members).toHaveLength(1);
});
