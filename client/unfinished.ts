/** Drafts on the device's disk. A text is written down soon after a key, and what was kept last is answered at once. */
import { limits, type Id } from '../protocol';
import type { DraftPlace, Drafts, KeptDraft } from './drafts';
import type { Clock, Storage, Table } from './ports';

interface KeptPlace extends DraftPlace {
  server: Id;
}
type Row = KeptPlace & { draft: KeptDraft };

export class Unfinished implements Drafts {
  readonly #drafts: Table<Row>;
  readonly #locks: Table<KeptPlace>;
  readonly #clock: Clock;
  readonly #server: () => Id | null;
  /** As this run left them, by key; null: nothing is there any more. */
  readonly #latest = new Map<string, { place: KeptPlace; draft: KeptDraft | null }>();
  readonly #unwritten = new Set<string>();
  readonly #locked = new Map<string, boolean>();
  #cancel: (() => void) | null = null;

  /** @param server whose rooms these are; before that is known nothing is kept, nor found */
  constructor(storage: Storage, clock: Clock, server: () => Id | null) {
    this.#drafts = storage.table('drafts');
    this.#locks = storage.table('locks');
    this.#clock = clock;
    this.#server = server;
  }

  async load(place: DraftPlace): Promise<KeptDraft | null> {
    const kept = this.#placed(place);
    if (!kept) return null;
    const key = keyOf(kept);
    const before = this.#latest.get(key);
    if (before) return before.draft;
    const row = await this.#drafts.get(key).catch(() => undefined);
    // What was typed while the disk was read is newer.
    const meanwhile = this.#latest.get(key);
    return meanwhile ? meanwhile.draft : (row?.draft ?? null);
  }

  keep(place: DraftPlace, draft: KeptDraft | null): void {
    const kept = this.#placed(place);
    if (!kept) return;
    const key = keyOf(kept);
    const something = draft && !isEmpty(draft) ? copyOf(draft) : null;
    this.#latest.set(key, { place: kept, draft: something });
    this.#unwritten.add(key);
    this.#cancel ??= this.#clock.after(limits.draftAfter, () => this.flush());
  }

  async all(): Promise<readonly DraftPlace[]> {
    const server = this.#server();
    const places = new Map<string, DraftPlace>();
    for (const row of await this.#drafts.all().catch(() => []))
      if (row.server === server) places.set(keyOf(row), placeOf(row));
    for (const [key, { place, draft }] of this.#latest) {
      if (draft && place.server === server) places.set(key, placeOf(place));
      else places.delete(key);
    }
    return [...places.values()];
  }

  async locked(room: Id): Promise<boolean> {
    const kept = this.#placed({ room });
    if (!kept) return false;
    const key = keyOf(kept);
    const row = this.#locked.has(key) ? undefined : await this.#locks.get(key).catch(() => undefined);
    return this.#locked.get(key) ?? row !== undefined;
  }

  lock(room: Id, locked: boolean): void {
    const kept = this.#placed({ room });
    if (!kept) return;
    const key = keyOf(kept);
    this.#locked.set(key, locked);
    (locked ? this.#locks.put(key, kept) : this.#locks.delete(key)).catch(() => undefined);
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    for (const key of this.#unwritten) this.#write(key);
    this.#unwritten.clear();
  }

  #write(key: string): void {
    const latest = this.#latest.get(key);
    if (!latest) return;
    const { place, draft } = latest;
    const written = draft ? this.#drafts.put(key, { ...place, draft }) : this.#drafts.delete(key);
    // A disk that did not take it is asked again with the next key anywhere; until then it is kept in this run.
    written.catch(() => void this.#unwritten.add(key));
  }

  #placed(place: DraftPlace): KeptPlace | null {
    const server = this.#server();
    return server === null ? null : { server, ...placeOf(place) };
  }
}

const keyOf = ({ server, room, thread }: KeptPlace): string =>
  thread === undefined ? `${server}/${room}` : `${server}/${room}/${thread}`;

const placeOf = ({ room, thread }: DraftPlace): DraftPlace => (thread === undefined ? { room } : { room, thread });

const isEmpty = ({ text, reply, whisperTo, edit }: KeptDraft): boolean =>
  text === '' && reply === null && whisperTo.length === 0 && edit === null;

/** What a screen holds may be watched, and no disk takes that. */
const copyOf = ({ text, reply, whisperTo, mentions, edit }: KeptDraft): KeptDraft => ({
  ...{ text, reply, whisperTo: [...whisperTo] },
  mentions: mentions.map(({ member, name }) => ({ member, name })),
  edit: edit && { message: edit.message, before: edit.before },
});
