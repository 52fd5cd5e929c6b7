/**
 * Slash commands: a message that begins with one goes to the command's address instead of the room. It is kept as a whisper
 * between whoever asks and the bot; the answer comes as the bot's, to them alone or to the room.
 */
import {
  deliveryOf,
  limits,
  MessageText,
  parse,
  postedOf,
  refuse,
  sideLogOf,
  type AppendResult,
  type Draft,
  type Id,
  type Side,
} from '../../protocol';
import type { Context } from '../calls/context';
import { facts } from '../log';
import type { KeptHook } from '../store/bots';
import { isTaken, post, type Reply } from './posting';
import { botSays } from './saying';
import { fromMrkdwn, objectIn } from './slack';

interface Command {
  hook: KeptHook & { url: string; command: string };
  /** Behind its name. */
  text: string;
}

/** What this message asks for in this room; null for what is to be said. A thread, a poll and what is passed on are no commands. */
export function commandIn({ bots, access }: Pick<Context, 'bots' | 'access'>, room: Id, draft: Draft): Command | null {
  if (draft.kind !== 'message' || draft.body.thread || draft.body.poll || draft.body.forward) return null;
  const [, name, text = ''] = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(draft.body.text) ?? [];
  if (name === undefined) return null;
  const hook = bots.hooks.find(({ command }) => command === name);
  // Where its bot is not, nobody is to notice that there is one.
  if (!hook || hook.url === null || hook.command === null || access.log(hook.bot, room)?.side !== null) return null;
  return { hook: { ...hook, url: hook.url, command: hook.command }, text };
}

/** What of a batch goes one way together, and which way: a command's whisper, or null for the room. */
export function together(
  context: Pick<Context, 'bots' | 'access'>,
  { author, room, entries }: { author: Id; room: Id; entries: readonly Draft[] },
): { entries: readonly Draft[]; aside: { log: Id; side: Side } | null } {
  const botOf = (draft: Draft) => commandIn(context, room, draft)?.hook.bot ?? null;
  const [first] = entries;
  const bot = first ? botOf(first) : null;
  const other = entries.findIndex((draft) => botOf(draft) !== bot);
  const run = other === -1 ? entries : entries.slice(0, other);
  // A bot does not command itself.
  if (bot === null || bot === author) return { entries: bot === null ? run : entries, aside: null };
  const members = [author, bot].sort();
  return { entries: run, aside: { log: sideLogOf(room, members), side: { room, members } } };
}

/** What comes behind a run that goes another way is offered again, in its order. */
export const offeredAgain = (entries: readonly Draft[]): AppendResult[] =>
  entries.map(({ id }) => ({ ok: false, id, error: refuse('busy', { retryAfter: 1 }) }));

/** Asks the addresses of what was added just now; each is asked once, and nobody waits for it. */
export function ask(
  context: Context,
  asking: Id,
  room: Id,
  drafts: readonly Draft[],
  results: readonly AppendResult[],
): void {
  for (const [at, draft] of drafts.entries()) {
    const result = results[at];
    const command = commandIn(context, room, draft);
    if (!command || !result?.ok || result.duplicate) continue;
    answer(context, { asking, room, id: draft.id, ...command }).catch((error: unknown) =>
      context.log.error(facts(error), 'a command could not be answered'),
    );
  }
}

async function answer(
  context: Context,
  { asking, room, id, hook, text }: Command & { asking: Id; room: Id; id: Id },
): Promise<void> {
  const { server, roster, clock } = context;
  const author = roster.member(asking);
  const delivery = deliveryOf(hook.id, id);
  const body = JSON.stringify({
    ...{ delivery, hook: hook.id, server, command: `/${hook.command}`, text },
    room: { id: room, name: roster.room(room)?.name ?? '' },
    author: author ? { id: author.id, name: author.name, via: author.via } : null,
  });
  const letter = { url: hook.url, secret: hook.secret, delivery, body };
  const reply = await post(letter, clock, { read: true, signal: context.closing });
  if (context.closing.aborted) return;
  if (context.bots.hook(hook.id)) context.bots.deliveries.answered(hook.id, reply, clock.now());
  const said = isTaken(reply) ? wordsOf(reply) : { text: failure(hook.command, reply), toAll: false };
  if (!said) return;
  const to = said.toAll ? null : asking;
  const told = await botSays(context, { bot: hook.bot, room, to, id: postedOf(hook.id, id), text: said.text });
  if (!told.ok) context.log.warn({ code: told.error.code }, 'the answer to a command could not be said');
}

/** As Slack's commands answer: JSON with `text`, to all with `response_type: "in_channel"`; or the words themselves. Null: nothing. */
function wordsOf({ text: raw }: Reply): { text: string; toAll: boolean } | null {
  const json = objectIn(raw);
  const words = json ? (typeof json['text'] === 'string' ? fromMrkdwn(json['text']) : '') : raw;
  const text = parse(MessageText, words.slice(0, limits.messageText));
  return text.ok ? { text: text.value, toAll: json?.['response_type'] === 'in_channel' } : null;
}

/** In nobody's language: whoever asks may read any. */
const failure = (command: string, { status }: Reply): string => `⚠️ /${command} · ${status ?? '—'}`;
