/** What a server says unasked, led to the part of the session it is for; and the word of what arrived. */
import type { Entry, Id, NetworkPushes, Payload } from '../protocol';
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
      case 'knocks':
        return roster.knocks.set(pushed.payload.knocks);
      case 'marks':
        return logs.read(pushed.payload.marks);
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
    const { roster } = this.#parts;
    const room = roster.room(log);
    const { me } = roster.view.current;
    if (!room) return;
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.author === me) continue;
      for (const listener of this.#arrivals)
        listener({ room, entry, author: roster.member(entry.author), why: 'message', muted: false });
    }
  }
}

type Pushed = { [N in keyof NetworkPushes]: { name: N; payload: Payload<NetworkPushes[N]> } }[keyof NetworkPushes];
