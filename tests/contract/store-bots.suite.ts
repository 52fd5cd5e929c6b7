/** What every store promises of bots, their tokens, their hooks, and how far each hook has come (server/store/bots.ts). */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Bot, Hook, limits, parse, type Id } from '../../protocol';
import type { KeptHook } from '../../server/store/bots';
import type { Newcomer } from '../../server/store/joining';
import { value } from '../support/answers';
import { START, storeOfEach, type StoreHost } from '../support/store';

export function storeBotsSuite(name: string, host: () => Promise<StoreHost>): void {
  describe(`bots and hooks, on ${name}`, () => {
    const { born, people, store, reopen } = storeOfEach(host, ['나래', '윤서']);
    const [narae, yunseo] = people;
    const newcomer = (name: string, more: Partial<Newcomer> = {}): Newcomer => ({
      ...{ member: randomUUID(), device: randomUUID(), entry: randomUUID(), tokenHash: randomUUID() },
      ...{ name, role: 'member', via: 'bot', private: true, now: START + 100 },
      ...{ bot: { scopes: ['read', 'write'], rooms: null, by: narae.id }, ...more },
    });
    const makes = async (comer: Newcomer) => value(await store().join(comer)).member;
    const hookOf = (bot: Id, more: Partial<KeptHook> = {}): KeptHook => ({
      ...{ id: randomUUID(), kind: 'outgoing', bot, room: born.room, url: 'http://127.0.0.1/in', command: null },
      ...{ secret: 'signs', by: narae.id, madeAt: START + 200, reached: 3, ...more },
    });
    const hooks = async (hook: KeptHook) => value(await store().makeHook({ hook, now: START + 200 }));
    const renewal = (member: Id, more: object = {}) => ({
      ...{ member, device: randomUUID(), tokenHash: randomUUID(), by: narae.id, now: START + 300, ...more },
    });
    const acts = async () => (await store().audit({ limit: 50 })).map(({ act }) => act).filter((act) => act !== 'join');
    const gone = (member: Id) => ({
      ...{ member, by: narae.id, entry: randomUUID(), ban: null, spared: [], reason: '', now: START + 400 },
    });

    test('a bot is what its making said, in the order of making, after a restart too; a person is none', async () => {
      const first = await makes(newcomer('날씨'));
      const bound = newcomer('배포', { bot: { scopes: ['relay'], rooms: [born.room], by: yunseo.id } });
      const second = await makes(bound);
      const all = [
        { member: first.id, scopes: ['read', 'write'], rooms: null, by: narae.id, madeAt: START + 100 },
        { member: second.id, scopes: ['relay'], rooms: [born.room], by: yunseo.id, madeAt: START + 100 },
      ];
      expect(await store().bots()).toEqual(all);
      await reopen();
      expect(await store().bots()).toEqual(all);
      for (const bot of await store().bots()) expect(parse(Bot, bot)).toStrictEqual({ ok: true, value: bot });
      expect(await store().audit({ limit: 2 })).toMatchObject([
        { act: 'bot', by: yunseo.id, subject: second.id, detail: '배포' },
        { act: 'bot', by: narae.id, subject: first.id, detail: '날씨' },
      ]);
    });

    test('a bot that could not be made left nothing: no member, no line', async () => {
      const taken = newcomer('하나');
      await makes(taken);
      const before = [await store().bots(), await store().members(), await acts()];
      await expect(store().join(newcomer('둘', { tokenHash: taken.tokenHash }))).rejects.toMatchObject({
        code: 'internal',
      });
      expect([await store().bots(), await store().members(), await acts()]).toEqual(before);
    });

    test('nobody has come with a token until somebody does', async () => {
      const comer = newcomer('날씨');
      await makes(comer);
      await makes(newcomer('말이 없는 봇'));
      expect((await store().deviceByToken(comer.tokenHash))?.seenAt).toBeNull();
      expect(await store().botsSeen()).toEqual([]);
      await store().seen({ device: comer.device, now: START + 500 });
      await reopen();
      const seen = [{ member: comer.member, at: START + 500 }];
      expect(await store().botsSeen()).toEqual(seen);
      // A person is no bot, and another token is the same bot's.
      value(await store().renewBot(renewal(comer.member)));
      expect(await store().botsSeen()).toEqual(seen);
    });

    test('another token: those before are nobody’s, and say so; the new one is the bot’s; both or none', async () => {
      const comer = newcomer('날씨');
      await makes(comer);
      const [first, second] = [renewal(comer.member), renewal(comer.member)];
      expect(value(await store().renewBot(first))).toEqual({ ended: [comer.device] });
      expect(value(await store().renewBot(second))).toEqual({ ended: [first.device] });
      await reopen();
      expect(await store().deviceByToken(second.tokenHash)).toEqual({
        ...{ device: second.device, member: comer.member, seenAt: null },
      });
      for (const { tokenHash, device } of [comer, first]) {
        expect(await store().deviceByToken(tokenHash)).toBeNull();
        expect(await store().endedToken(tokenHash)).toEqual({ device, why: 'signed-out' });
      }
      const taken = renewal(comer.member, { tokenHash: second.tokenHash });
      await expect(store().renewBot(taken)).rejects.toMatchObject({ code: 'internal' });
      expect(await store().deviceByToken(second.tokenHash)).not.toBeNull();
      expect(await acts()).toEqual(['renew', 'renew', 'bot']);
      for (const nobody of [narae.id, randomUUID()])
        expect(await store().renewBot(renewal(nobody))).toMatchObject({ error: { code: 'no-such-member' } });
      value(await store().remove(gone(comer.member)));
      expect(await store().renewBot(renewal(comer.member))).toMatchObject({ error: { code: 'no-such-member' } });
      expect(await store().endedToken(second.tokenHash)).toMatchObject({ why: 'removed' });
    });

    test('a hook is kept with what it signs with, answered without; its line says neither address nor secret', async () => {
      const { id: bot } = await makes(newcomer('날씨'));
      const made = [
        hookOf(bot, { kind: 'incoming', url: null, secret: 'a hash' }),
        hookOf(bot),
        hookOf(bot, { kind: 'command', command: '배포', room: null, reached: 0 }),
      ];
      for (const hook of made) {
        const { secret: _, ...shown } = hook;
        expect(await hooks(hook)).toEqual(shown);
        expect(parse(Hook, shown)).toStrictEqual({ ok: true, value: shown });
      }
      expect(await store().hooks()).toEqual(made);
      await reopen();
      expect(await store().hooks()).toEqual(made);
      const lines = (await store().audit({ limit: 3 })).map(({ detail }) => detail);
      expect(lines).toEqual(['날씨: command', '날씨: outgoing', '날씨: incoming']);
    });

    test('of nobody, of a person and of a bot that is gone no hook is made; there is a last one', async () => {
      const { id: bot } = await makes(newcomer('날씨'));
      for (const nobody of [randomUUID(), yunseo.id])
        expect(await store().makeHook({ hook: hookOf(nobody), now: START })).toMatchObject({
          error: { code: 'no-such-member' },
        });
      for (let made = 0; made < limits.hooks; made += 1) await hooks(hookOf(bot));
      expect(await store().makeHook({ hook: hookOf(bot), now: START })).toMatchObject({ error: { code: 'too-many' } });
      value(await store().remove(gone(bot)));
      expect([await store().bots(), await store().hooks(), await store().botsSeen()]).toEqual([[], [], []]);
      expect(await store().makeHook({ hook: hookOf(bot), now: START })).toMatchObject({
        error: { code: 'no-such-member' },
      });
    });

    test('an ended hook is gone, once', async () => {
      const { id: bot } = await makes(newcomer('날씨'));
      const [hook, other] = [hookOf(bot), hookOf(bot)];
      await hooks(hook);
      await hooks(other);
      const end = { id: hook.id, by: yunseo.id, now: START + 300 };
      expect([await store().endHook(end), await store().endHook(end)]).toEqual([true, false]);
      await reopen();
      expect(await store().hooks()).toEqual([other]);
      expect((await acts()).filter((act) => act === 'unhook')).toHaveLength(1);
      expect((await store().audit({ limit: 1 }))[0]).toMatchObject({ by: yunseo.id, subject: bot });
    });

    test('the place a hook has reached is on the disk, never goes back, and what was given up is a line', async () => {
      const { id: bot } = await makes(newcomer('날씨'));
      const hook = hookOf(bot);
      await hooks(hook);
      const line = { at: START, by: null, act: 'undelivered', subject: bot, detail: '날씨' } as const;
      const reached = async () => (await store().hooks()).map(({ reached }) => reached);
      await store().reached({ id: hook.id, seq: 7, note: null });
      await reopen();
      expect(await reached()).toEqual([7]);
      await store().reached({ id: hook.id, seq: 5, note: null });
      expect(await reached()).toEqual([7]);
      expect(await acts()).not.toContain('undelivered');
      await store().reached({ id: hook.id, seq: 8, note: line });
      expect([await reached(), (await acts())[0]]).toEqual([[8], 'undelivered']);
      // One that was ended while its letter was on its way.
      await store().reached({ id: randomUUID(), seq: 9, note: null });
      expect(await reached()).toEqual([8]);
    });
  });
}
