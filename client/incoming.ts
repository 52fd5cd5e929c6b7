/** What a server says unasked, led to the part of the session it is for; and the word of what arrived. */
import { names, type Entry, type Id, type MessageEntry, type NetworkPushes, type Payload } from '../protocol';
import type { Companions } from './companions';
import type { DialsBack } from './doctor';
import type { Logs } from './logs';
import type { Recovery } from './recovery';
import type { Roster } from './roster';
import type { Arrival } from './views';

interface IncomingParts {
  logs: Logs;
  roster: Roster;
  recovery: Recovery;
  dialsBack: DialsBack;
  company: Companions;
  /** These logs are not this person's to read any more. */
  gone(logs: readonly Id[]): void;
}

export class Incoming {
  readonly #parts: IncomingParts;
  readonly #arrivals = new Set<(arrival: Arrival) => void>();
  readonly #missed = new Set<(arrivals: readonly Arrival[]) => void>();
  /** Since the last resume that was answered. */
  #gathered: Arrival[] = [];

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#arrivals.add(listener);
    return () => this.#arrivals.delete(listener);
  }

  onMissed(listener: (arrivals: readonly Arrival[]) => void): () => void {
    this.#missed.add(listener);
    return () => this.#missed.delete(listener);
  }

  push<N extends keyof NetworkPushes & string>(name: N, payload: Payload<NetworkPushes[N]>): void {
    const { logs, roster, recovery, dialsBack, company } = this.#parts;
    const pushed = { name, payload } as Pushed;
    switch (pushed.name) {
      case 'entries':
        for (const { kind, author } of pushed.payload.entries)
          if (kind === 'message') company.said(pushed.payload.log, author);
        return logs.push(pushed.payload.log, pushed.payload.epoch, pushed.payload.entries);
      case 'heads':
        return pushed.payload.logs.forEach((head) => void logs.head(head));
      case 'members':
        return roster.members(pushed.payload.members);
      case 'rooms':
        roster.rooms(pushed.payload.rooms);
        recovery.appeared(pushed.payload.logs);
        return pushed.payload.logs.forEach((head) => void logs.head(head));
      case 'logs':
        recovery.appeared(pushed.payload.logs);
        return pushed.payload.logs.forEach((head) => void logs.head(head));
      case 'gone':
        return this.#parts.gone(pushed.payload.logs);
      case 'preferences':
        roster.preferences(pushed.payload.preferences);
        return pushed.payload.preferences.forEach(({ room }) => logs.refresh(room));
      case 'knocks':
        return roster.knocks.set(pushed.payload.knocks);
      case 'marks':
        return logs.read(pushed.payload.marks);
      case 'tallies':
        return logs.tallied(pushed.payload);
      case 'dialBack':
        return void dialsBack.asked(pushed.payload.ask);
      case 'presence':
        return roster.presence(pushed.payload);
      case 'typing':
        return company.typing(pushed.payload);
      case 'reads':
        return company.reads(pushed.payload);
      default:
    }
  }

  /**
   * Entries that are new to this device: those of others are told, message by message.
   * @param missed they came with a resume, and are told together when it is over
   */
  news(log: Id, entries: readonly Entry[], missed: boolean): void {
    const { roster, logs } = this.#parts;
    const side = logs.side(log);
    const room = roster.room(side?.room ?? log);
    const { me, preferences } = roster.view.current;
    if (!room) return;
    const { level = null, mutedUntil = null } = preferences.get(room.id) ?? {};
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.author === me || entry.body.deleted) continue;
      const why = side
        ? 'whisper'
        : names(entry, me)
          ? 'mention'
          : room.kind === 'direct'
            ? 'direct'
            : this.#plainly(log, entry);
      // What stands in a thread is for those who have a part in it.
      const part = entry.body.thread === undefined || logs.takesPart(log, entry.body.thread);
      if (!part && (why === 'ordinary' || why === 'poll')) continue;
      const arrival: Arrival = { room, log, entry, author: roster.member(entry.author), why, level, mutedUntil };
      if (missed) this.#gathered.push(arrival);
      else for (const listener of this.#arrivals) listener(arrival);
    }
  }

  /** A resume is over: what came with it is told at once. */
  caughtUp(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    if (gathered.length > 0) for (const listener of this.#missed) listener(gathered);
  }

  #plainly(log: Id, { body: { reply, poll } }: MessageEntry): Arrival['why'] {
    const { logs, roster } = this.#parts;
    if (reply !== undefined && logs.message(log, reply)?.author === roster.view.current.me) return 'reply';
    return poll ? 'poll' : 'ordinary';
  }
}

type Pushed = { [N in keyof NetworkPushes]: { name: N; payload: Payload<NetworkPushes[N]> } }[keyof NetworkPushes];
