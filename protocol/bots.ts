/** Programs that the host lets in by a token of their own: what they may do, and the hooks that post for them or ask them. */
import * as v from 'valibot';
import { call, type Calls } from './define';
import { Id } from './ids';
import { limits } from './limits';
import { Member, Time } from './model';
import { MemberName } from './text';

export const scopes = ['read', 'write', 'relay'] as const;
export const Scope = v.picklist(scopes, 'shape');
export type Scope = v.InferOutput<typeof Scope>;

/**
 * What a bot may ask for, and by which scope; what is not here is no bot's to ask. `any`: with whatever scope it has.
 * Reading past the calls (pages and streams by plain requests) is `read`.
 */
export const botCalls: Readonly<Record<string, Scope | 'any'>> = {
  echo: 'any',
  resume: 'read',
  read: 'read',
  find: 'read',
  thread: 'read',
  versions: 'read',
  pins: 'read',
  append: 'write',
  lacking: 'write',
  typing: 'write',
  vote: 'write',
  relay: 'relay',
};

export const Bot = v.object({
  /** Its member; it has the name there. */
  member: Id,
  scopes: v.array(Scope),
  /** Null: every room it is in. Else these alone are there for it. */
  rooms: v.nullable(v.array(Id)),
  by: Id,
  madeAt: Time,
});
export type Bot = v.InferOutput<typeof Bot>;

/** A word after a slash. */
export const CommandName = v.pipe(
  v.string('shape'),
  v.nonEmpty('empty'),
  v.maxLength(limits.commandName, 'long'),
  v.regex(/^[a-z0-9\uac00-\ud7a3][a-z0-9\uac00-\ud7a3_-]*$/, 'characters'),
);

/** An address that is written to: http or https, and no name or password in it. */
export const HookUrl = v.pipe(
  v.string('shape'),
  v.nonEmpty('empty'),
  v.maxLength(limits.hookUrl, 'long'),
  v.regex(/^https?:\/\/[^\s/?#@\\]+([/?#][^\s]*)?$/i, 'shape'),
);

/**
 * `incoming`: whoever knows its address posts into one room as the bot. `outgoing`: what is said in a room is posted to
 * an address. `command`: what begins with a slash and its name goes to an address instead of the room.
 */
export const hookKinds = ['incoming', 'outgoing', 'command'] as const;

export const Hook = v.object({
  id: Id,
  kind: v.picklist(hookKinds),
  bot: Id,
  /** Null for a command: it is there in every room of its bot. */
  room: v.nullable(Id),
  /** Null for an incoming one. */
  url: v.nullable(v.string()),
  command: v.nullable(v.string()),
  by: Id,
  madeAt: Time,
  /** Of an outgoing one: everything of the room's log up to here was delivered, or given up. */
  reached: v.number(),
});
export type Hook = v.InferOutput<typeof Hook>;

const Reply = v.object({
  at: Time,
  /** Null: nothing was answered in time, or nobody was there. */
  status: v.nullable(v.number()),
});

/** How it goes with a hook. It is not kept: a server that was started has not heard from anybody yet. */
export const HookState = v.object({
  hook: Id,
  /** Of an outgoing one: entries above what it has reached. */
  waiting: v.number(),
  /** What came back the last time; of an incoming one, when something was posted. */
  last: v.nullable(Reply),
  /** Nothing was taken from then on. Null: the last one was, or nothing was asked. */
  failingSince: v.nullable(Time),
  /** When the same is tried again. */
  nextAt: v.nullable(Time),
});
export type HookState = v.InferOutput<typeof HookState>;

/** What an incoming hook's address ends with, and what an outgoing one signs with: 256 random bits, base64url. */
export const HookSecret = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));

const listed = <T>(item: v.GenericSchema<unknown, T>, most: number) =>
  v.pipe(
    v.array(item, 'shape'),
    v.minLength(1, 'empty'),
    v.maxLength(most, 'long'),
    v.transform((all) => [...new Set(all)]),
  );

export const botsCalls = {
  makeBot: call(
    'Makes a bot: a member that a program is, with a token that is answered once and never again. It may do what its scopes say, in these rooms, or with null in every room it is in.',
    v.object({
      name: MemberName,
      scopes: listed(Scope, scopes.length),
      rooms: v.nullable(listed(Id, limits.botRooms)),
    }),
    v.object({ bot: Bot, member: Member, token: HookSecret }),
  ),
  bots: call(
    'The bots there are, when each asked for something last (left out where it never did), their hooks, and how it goes with these.',
    v.object({}),
    v.object({
      bots: v.array(Bot),
      used: v.array(v.object({ member: Id, at: Time })),
      hooks: v.array(Hook),
      states: v.array(HookState),
    }),
  ),
  renewBot: call(
    'Gives a bot another token, which is answered once. The one before is nobody’s from then on, and the connections that came with it end.',
    v.object({ member: Id }),
    v.object({ token: HookSecret }),
  ),
  endBot: call(
    'Ends a bot: it is removed as any member is, its token is nobody’s and its hooks are gone.',
    v.object({ member: Id }),
    v.object({ member: Member }),
  ),
  makeHook: call(
    'Makes a hook of a bot. Its secret is answered once and never again: an incoming one is posted to at /api/hooks/ID/SECRET, an outgoing one and a command sign with it.',
    v.variant('kind', [
      v.object({ kind: v.literal('incoming'), bot: Id, room: Id }),
      v.object({ kind: v.literal('outgoing'), bot: Id, room: Id, url: HookUrl }),
      v.object({ kind: v.literal('command'), bot: Id, command: CommandName, url: HookUrl }),
    ]),
    v.object({ hook: Hook, secret: HookSecret }),
  ),
  endHook: call('Ends a hook at once.', v.object({ id: Id }), v.object({})),
  tryHook: call(
    'Posts a letter that says nothing to the address of an outgoing hook or a command, once, and answers what came back.',
    v.object({ id: Id }),
    Reply,
  ),
} as const satisfies Calls;
