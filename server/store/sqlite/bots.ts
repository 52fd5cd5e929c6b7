/** Bots and their hooks as tables. */
import { sql, type Kysely, type Selectable } from 'kysely';
import { limits, refuse, type Answer, type Bot, type Hook, type Id } from '../../../protocol';
import { hookLine, shownHook, type Botting, type KeptHook, type RenewedDevices } from '../bots';
import type { Newcomer } from '../joining';
import { note } from './moderation';
import type { Tables } from './schema';
import type { StoreParts } from './store';

export const botting = ({ db, turns }: Pick<StoreParts, 'db' | 'turns'>): Botting => ({
  bots: () =>
    turns.ask(async () => {
      const rows = await db
        .selectFrom('bots')
        .innerJoin('members', 'members.id', 'bots.member')
        .selectAll('bots')
        .where('standing', '=', 'in')
        .orderBy(sql`bots.rowid`)
        .execute();
      return rows.map(toBot);
    }),
  botsSeen: () =>
    turns.ask(async () => {
      const rows = await db
        .selectFrom('devices')
        .innerJoin('bots', 'bots.member', 'devices.member')
        .innerJoin('members', 'members.id', 'bots.member')
        .select(({ fn }) => ['bots.member', fn.max('seen_at').as('at')])
        .where('standing', '=', 'in')
        .groupBy('bots.member')
        .orderBy(sql`bots.rowid`)
        .execute();
      return rows.flatMap(({ member, at }) => (at === null ? [] : [{ member, at }]));
    }),
  renewBot: ({ member, device, tokenHash, by, now }) =>
    turns.change<Answer<RenewedDevices>>(async () => {
      const bot = await named(db, member);
      if (!bot) return { ok: false, error: refuse('no-such-member') };
      const before = await db
        .updateTable('devices')
        .set({ ended: 'signed-out' })
        .where('member', '=', member)
        .where('ended', 'is', null)
        .returning('id')
        .execute();
      await db
        .insertInto('devices')
        .values({
          ...{ id: device, member, token_hash: tokenHash, created_at: now },
          ...{ via: 'bot', private: 1, seen_at: null },
        })
        .execute();
      await note(db, { at: now, by, act: 'renew', subject: member, detail: bot.name });
      return { ok: true, value: { ended: before.map(({ id }) => id) } };
    }),
  hooks: () =>
    turns.ask(async () => {
      const rows = await db
        .selectFrom('hooks')
        .innerJoin('members', 'members.id', 'hooks.bot')
        .selectAll('hooks')
        .where('standing', '=', 'in')
        .orderBy(sql`hooks.rowid`)
        .execute();
      return rows.map(toHook);
    }),
  makeHook: ({ hook, now }) =>
    turns.change<Answer<Hook>>(async () => {
      const bot = await named(db, hook.bot);
      if (!bot) return { ok: false, error: refuse('no-such-member') };
      const { count } = await db
        .selectFrom('hooks')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (count >= limits.hooks) return { ok: false, error: refuse('too-many') };
      const { madeAt, ...row } = hook;
      await db
        .insertInto('hooks')
        .values({ ...row, made_at: madeAt })
        .execute();
      await note(db, { at: now, by: hook.by, act: 'hook', subject: hook.bot, detail: hookLine(bot.name, hook) });
      return { ok: true, value: shownHook(hook) };
    }),
  endHook: ({ id, by, now }) =>
    turns.change(async () => {
      const gone = await db.deleteFrom('hooks').where('id', '=', id).returningAll().executeTakeFirst();
      if (!gone) return false;
      const { name } = await db
        .selectFrom('members')
        .select('name')
        .where('id', '=', gone.bot)
        .executeTakeFirstOrThrow();
      await note(db, { at: now, by, act: 'unhook', subject: gone.bot, detail: hookLine(name, gone) });
      return true;
    }),
  reached: ({ id, seq, note: line }) =>
    turns.change(async () => {
      await db.updateTable('hooks').set({ reached: seq }).where('id', '=', id).where('reached', '<', seq).execute();
      if (line) await note(db, line);
    }),
});

/** A bot who is in. */
const named = (db: Kysely<Tables>, bot: Id) =>
  db
    .selectFrom('bots')
    .innerJoin('members', 'members.id', 'bots.member')
    .select('name')
    .where('member', '=', bot)
    .where('standing', '=', 'in')
    .executeTakeFirst();

/** Inside the transaction in which its member is made. */
export async function insertBot(db: Kysely<Tables>, newcomer: Newcomer): Promise<void> {
  const { bot, member, now, name } = newcomer;
  if (!bot) return;
  await db
    .insertInto('bots')
    .values({
      ...{ member, by: bot.by, made_at: now },
      ...{ scopes: JSON.stringify(bot.scopes), rooms: bot.rooms && JSON.stringify(bot.rooms) },
    })
    .execute();
  await note(db, { at: now, by: bot.by, act: 'bot', subject: member, detail: name });
}

const toBot = ({ member, scopes, rooms, by, made_at }: Selectable<Tables['bots']>): Bot => ({
  ...{ member, by, madeAt: made_at },
  scopes: JSON.parse(scopes) as Bot['scopes'],
  rooms: rooms === null ? null : (JSON.parse(rooms) as string[]),
});

const toHook = ({ made_at, ...row }: Selectable<Tables['hooks']>): KeptHook => ({ ...row, madeAt: made_at });
