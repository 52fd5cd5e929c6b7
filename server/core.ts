/**
 * A server without its doors: the store, who is here, what is pushed, and the one way to every call.
 * It opens no port and knows no transport, so a simulator runs the same one.
 */
import { limits, OLDEST_PROTOCOL, PROTOCOL, refuse, type Hello, type Id } from '../protocol';
import { Answering } from './answering';
import { Appends } from './appends';
import { Bots } from './bots/bots';
import type { CallRateLimit } from './call-rate';
import type { Context } from './calls/context';
import type { Clock } from './clock';
import { DialBacks } from './doctor/dial-backs';
import { Feed } from './feed';
import { Reads } from './company/reads';
import { Typing } from './company/typing';
import { Codes } from './joining/codes';
import { Knocks } from './joining/knocks';
import { TokenTries } from './joining/token-tries';
import { Tries } from './joining/tries';
import type { Logger } from './log';
import { Marks } from './marks';
import { Sights } from './moderation/sights';
import type { Outlet, Relaying } from './outlet';
import { PasswordCheck } from './passwords';
import { Presence } from './presence';
import { Access } from './rooms/access';
import { tellHeads } from './rooms/heads';
import { crossing } from './rooms/telling';
import { Roster } from './roster';
import { Sessions } from './sessions';
import type { Appended, Store } from './store/store';
import { Tallies } from './talk/tallies';

export interface CoreParts {
  /** Closed by whoever opened it, after the core. */
  store: Store;
  clock: Clock;
  log: Logger;
  /** A join that brings it becomes the host; null where there is none. */
  hostKey: string | null;
  /** Makes the ids of members, devices and the server's own entries. */
  newId: () => Id;
  /** How many calls a session may make. Default: as in limits. */
  callRate?: CallRateLimit | undefined;
  /** Whether strangers are told the server's name and how many are here. Default: true. */
  announceName?: boolean;
  /** Where relays go. Default: nobody hears any. */
  relay?: Relaying;
  /** Begins demonstrations. Default: none are to be had. */
  demonstrate?: Context['demonstrate'];
}

export interface Core {
  readonly context: Context;
  readonly answering: Answering;
  /** What a stranger may see. */
  hello(): Hello;
  /** Tells heads now and then, from now on. */
  start(): void;
  /** Refuses further calls and resolves when those that run have been answered. Idempotent. */
  close(): Promise<void>;
}

const noLab: Context['demonstrate'] = () => ({ ok: false, error: refuse('busy') });

/** @param outlet where pushes go: a door, or all of them */
export async function assemble(
  { store, clock, log, hostKey, newId, callRate, announceName = true, relay = () => 0, demonstrate = noLab }: CoreParts,
  outlet: Outlet,
): Promise<Core> {
  const { server: id, name, password } = await store.about();
  const roster = await Roster.load(store);
  const bots = await Bots.load(store);
  const access = await Access.load(store, roster, bots);
  const presence = new Presence(clock, limits.presenceGrace, (change) => outlet.push('members', 'presence', change));
  const typing = new Typing(clock, (log, writing) => outlet.push({ log }, 'typing', { log, writing }));
  const sessions = new Sessions();
  const feed = new Feed({ store, outlet, clock, log }, await store.heads(), {
    removed: (member) => sessions.end({ member }),
    crossed: crossing({ access, outlet }),
  });
  const notice = (appended: Pick<Appended, 'head' | 'added'>) => {
    feed.notice(appended);
    typing.notice(appended);
  };
  const closing = new AbortController();
  const context: Context = {
    server: { id, name },
    store,
    roster,
    access,
    bots,
    feed,
    appends: new Appends(store, notice, log, clock),
    presence,
    typing,
    tallies: new Tallies(clock, (log, tallies) => outlet.push({ log }, 'tallies', { log, tallies })),
    reads: new Reads(clock, (log, readers) => outlet.push({ log }, 'reads', { log, readers })),
    sessions,
    outlet,
    relay,
    closing: closing.signal,
    marks: new Marks(store, clock),
    sights: new Sights(store, clock),
    password: new PasswordCheck(password),
    codes: new Codes(id, clock),
    knocks: new Knocks(clock, newId, (knocks) => outlet.push('approvers', 'knocks', { knocks })),
    invitationTries: new Tries(limits.passwordTries, null),
    tokenTries: new TokenTries(clock),
    dialBacks: new DialBacks(clock, outlet, newId),
    demonstrate,
    hostKey,
    newId,
    clock,
    log,
  };
  const answering = new Answering(context, callRate);
  let stopHeads = () => {};
  const tellNow = () => {
    tellHeads(context);
    stopHeads = clock.after(limits.headsInterval, tellNow);
  };
  return {
    context,
    answering,
    hello: () => ({
      product: 'maru',
      id,
      protocol: PROTOCOL,
      oldest: OLDEST_PROTOCOL,
      password: password !== null,
      ...(announceName ? { name, people: presence.here.length } : {}),
    }),
    start: () => void (stopHeads = clock.after(limits.headsInterval, tellNow)),
    async close() {
      closing.abort();
      await answering.close();
      feed.close();
      stopHeads();
      presence.close();
      typing.close();
      context.reads.close();
      context.tallies.close();
      context.knocks.close();
      context.sights.close();
    },
  };
}
