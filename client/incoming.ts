/** What a server says unasked, led to the part of the session it is for; and the word of what arrived. */
import { names, type Entry, type Id, type NetworkPushes, type Payload } from '../protocol';
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
  /** By the device's clock. */
  now(): number;
}

export class Incoming {
  readonly #parts: IncomingParts;
  readonly #arrivals = new Set<(arrival: Arrival) => void>();

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#arrivals.add(listener);
    return () => this.#arrivals.delete(listener);
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

  /** Entries that are new to this device: those of others are told, message by message. */
  news(log: Id, entries: readonly Entry[]): void {
    const { roster, logs, now } = this.#parts;
    const side = logs.side(log);
    const room = roster.room(side?.room ?? log);
    const { me, preferences } = roster.view.current;
    if (!room) return;
    const muted = (preferences.get(room.id)?.mutedUntil ?? 0) > now();
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.author === me || entry.body.deleted) continue;
      const why = side ? 'whisper' : names(entry, me) ? 'mention' : room.kind === 'direct' ? 'direct' : 'message';
      // What stands in a thread is for those who have a part in it.
      if (why === 'message' && entry.body.thread !== undefined && !logs.takesPart(log, entry.body.thread)) continue;
      const arrival: Arrival = { room, entry, author: roster.member(entry.author), why, muted };
      for (const listener of this.#arrivals) listener(arrival);
    }
  }
}

type Pushed = { [N in keyof NetworkPushes]: { name: N; payload: Payload<NetworkPushes[N]> } }[keyof NetworkPushes];
