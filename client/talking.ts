/** What a person does with messages: said through the outbox, asked of the server. */
import {
  limits,
  may,
  refuse,
  sideLogOf,
  type Answer,
  type Entry,
  type Id,
  type Member,
  type MessageEntry,
} from '../protocol';
import type { Ask } from './asking';
import type { Saying } from './anew';
import type { Answered } from './around';
import type { Logs } from './logs';
import type { Outbox, Place } from './outbox';
import type { Extras, Naming, Talk } from './talk';

export interface TalkingParts {
  outbox: Outbox;
  logs: Logs;
  /** Refusals are answers, and so is `not-connected`. */
  ask: Ask;
  server(): Id | null;
  me(): Member | null;
  /** Marks a room as unread from a seq on. */
  unreadFrom(room: Id, seq: number): void;
}

const refused = (code: Parameters<typeof refuse>[0], more: Parameters<typeof refuse>[1] = {}) =>
  ({ ok: false, error: refuse(code, more) }) as const;

export class Talking implements Talk {
  readonly #parts: TalkingParts;

  constructor(parts: TalkingParts) {
    this.#parts = parts;
  }

  send(room: Id, text: string, more: Extras = {}): Answer<Id> {
    return this.#say(room, { kind: 'message', body: { text, ...more } });
  }

  whisper(room: Id, members: readonly Id[], text: string, more: Extras = {}): Answer<Id> {
    const me = this.#parts.me();
    const server = this.#parts.server();
    if (!server || !me) return refused('not-connected');
    const people = [...new Set([me.id, ...members])].sort();
    if (people.length < 2) return refused('invalid', { field: 'members', rule: 'empty' });
    if (people.length > limits.whisperPeople)
      return refused('invalid', { field: 'members', rule: 'long', limit: limits.whisperPeople });
    const place = { server, log: sideLogOf(room, people), side: { room, members: people } };
    return this.#parts.outbox.say(place, { kind: 'message', body: { text, ...more } });
  }

  edit(log: Id, id: Id, text: string, naming: Naming = {}): Answer<Id> {
    const place = this.#place(log);
    if (!place || !this.#own(log, id)) return refused('no-such-entry');
    return this.#parts.outbox.edit(place, id, text, naming);
  }

  remove(log: Id, id: Id): Answer<null> {
    const me = this.#parts.me();
    const place = this.#place(log);
    const own = this.#own(log, id);
    if (!place || !(own || (me && may(me.role, 'erase')))) return refused('no-such-entry');
    this.#parts.outbox.remove(place, id, !own);
    return { ok: true, value: null };
  }

  react(log: Id, id: Id, emoji: string, on: boolean): Answer<Id> {
    return this.#say(log, { kind: 'react', body: { target: id, emoji, on } });
  }

  pin(log: Id, id: Id, on: boolean): Answer<Id> {
    return this.#say(log, { kind: 'pin', body: { target: id, on } });
  }

  async vote(log: Id, poll: Id, choices: readonly number[]): Promise<Answer<null>> {
    const waits = this.#waits(log, poll);
    const asked = waits ? null : await this.#message(log, poll);
    if (asked && !asked.ok) return asked;
    const body = waits ?? asked?.value.body;
    if (!body?.poll) return refused('no-such-entry');
    if (!body.poll.anonymous) {
      const said = this.#say(log, { kind: 'vote', body: { target: poll, choices: [...choices] } });
      return said.ok ? { ok: true, value: null } : said;
    }
    const answer = await this.#parts.ask('vote', { log, poll, choices: [...choices] });
    if (!answer.ok) return answer;
    this.#parts.logs.voted(log, answer.value.tally);
    return { ok: true, value: null };
  }

  closePoll(log: Id, poll: Id): Answer<Id> {
    return this.#say(log, { kind: 'close', body: { target: poll } });
  }

  forward(from: Id, id: Id, text: string, to: Id): Answer<Id> {
    return this.#say(to, { kind: 'message', body: { text, forward: { log: from, id } } });
  }

  async find(log: Id, ids: readonly Id[]): Promise<Answer<readonly Entry[]>> {
    const found = new Map<Id, Entry>();
    for (const id of ids) {
      const known = this.#parts.logs.entry(log, id);
      if (known) found.set(id, known);
    }
    // Large ones are not answered all at once; of what does not come at all, none is there.
    for (let left = [...new Set(ids)].filter((id) => !found.has(id)); left.length > 0;) {
      const some = left.slice(0, limits.foundIds);
      const answer = await this.#lookUp(log, (epoch) => this.#parts.ask('find', { log, epoch, ids: some }));
      if (!answer.ok) return answer;
      for (const entry of answer.value.entries) found.set(entry.id, entry);
      const { entries, more } = answer.value;
      const rest = some.filter((id) => entries.length > 0 && more.includes(id) && !found.has(id));
      left = [...rest, ...left.slice(some.length)];
    }
    return { ok: true, value: [...new Set(ids)].flatMap((id) => found.get(id) ?? []) };
  }

  async versions(log: Id, id: Id): Promise<Answer<readonly Entry[]>> {
    const answer = await this.#askOf(log, (epoch) => this.#parts.ask('versions', { log, epoch, id }));
    return answer.ok ? { ok: true, value: answer.value.entries } : answer;
  }

  async pins(log: Id): Promise<Answer<readonly Entry[]>> {
    const answer = await this.#lookUp(log, (epoch) => this.#parts.ask('pins', { log, epoch }));
    if (!answer.ok) return answer;
    const { entries, more } = answer.value;
    const rest = await this.find(log, more.slice(0, limits.pins));
    return rest.ok ? { ok: true, value: [...entries, ...rest.value] } : rest;
  }

  threads(): ReturnType<Talk['threads']> {
    return this.#parts.ask('threads', {});
  }

  thread(log: Id, root: Id): ReturnType<Talk['thread']> {
    return this.#parts.logs.threads.view(log, root);
  }

  openThread(log: Id, root: Id): void {
    this.#parts.logs.threads.open(log, root);
  }

  olderInThread(log: Id, root: Id): Promise<void> {
    return this.#parts.logs.threads.older(log, root);
  }

  markThreadSeen(log: Id, root: Id): void {
    this.#parts.logs.threads.markSeen(log, root);
  }

  async goTo(log: Id, id: Id): Promise<Answer<number>> {
    const found = await this.find(log, [id]);
    if (!found.ok) return found;
    const [entry] = found.value;
    if (!entry) return refused('no-such-entry');
    const loaded = await this.#parts.logs.goTo(log, entry.seq).catch(() => null);
    return loaded === null ? refused('not-connected') : { ok: true, value: entry.seq };
  }

  lookAt(log: Id, seq: number): void {
    this.#parts.logs.lookAt(log, seq);
  }

  markUnread(room: Id, seq: number): void {
    this.#parts.unreadFrom(room, seq);
  }

  #say(log: Id, saying: Saying): Answer<Id> {
    const place = this.#place(log);
    return place ? this.#parts.outbox.say(place, saying) : refused('not-connected');
  }

  #place(log: Id): Place | null {
    const { outbox, logs } = this.#parts;
    const server = this.#parts.server();
    return server ? { server, log, side: logs.side(log) ?? outbox.sides.get(log) ?? null } : null;
  }

  /** The body of a message that waits to be sent. */
  #waits(log: Id, id: Id) {
    const waiting = this.#parts.outbox.pending(log).find((pending) => pending.id === id);
    return waiting?.kind === 'message' ? (waiting.body as MessageEntry['body']) : null;
  }

  #own(log: Id, id: Id): boolean {
    if (this.#waits(log, id)) return true;
    const said = this.#parts.logs.message(log, id);
    return said !== null && said.author === this.#parts.me()?.id && !said.body.deleted;
  }

  async #message(log: Id, id: Id): Promise<Answer<MessageEntry>> {
    const found = await this.find(log, [id]);
    if (!found.ok) return found;
    const [entry] = found.value;
    return entry?.kind === 'message' ? { ok: true, value: entry } : refused('no-such-entry');
  }

  /** What was looked up is known from then on, with what became of it. */
  async #lookUp<T extends Answered>(log: Id, ask: (epoch: Id) => Promise<Answer<T>>): Promise<Answer<T>> {
    const { logs } = this.#parts;
    const epoch = logs.epoch(log);
    const answer = await this.#askOf(log, ask);
    if (answer.ok && epoch) logs.answered(log, epoch, answer.value);
    return answer;
  }

  async #askOf<T>(log: Id, ask: (epoch: Id) => Promise<Answer<T>>): Promise<Answer<T>> {
    const epoch = this.#parts.logs.epoch(log);
    return epoch ? ask(epoch) : refused(this.#parts.server() ? 'no-such-log' : 'not-connected');
  }
}
