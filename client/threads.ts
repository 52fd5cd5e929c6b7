/** Threads that somebody looks at: their messages as far as they were asked for, held or pushed, each of them once. */
import {
  blank,
  type Answer,
  type Entry,
  type Id,
  type Input,
  type MessageEntry,
  type NetworkCalls,
  type Output,
} from '../protocol';
import type { AllUnread, Marks } from './marks';
import type { Replica } from './replica';
import { Signal } from './signal';
import { EMPTY_THREAD, type Pending, type ThreadView } from './views';

export interface ThreadsHooks {
  replica(log: Id): Replica | null;
  pending(log: Id): readonly Pending[];
  marks: Marks;
  /** @throws when there is no connection */
  call(input: Input<NetworkCalls['thread']>): Promise<Answer<Output<NetworkCalls['thread']>>>;
  /** Makes the log's views anew, those of its threads among them. */
  refresh(log: Id): void;
}

interface Thread {
  log: Id;
  root: Id;
  view: Signal<ThreadView>;
  /** What was asked for, ascending; null before that. From its first one on, nothing of the thread is missing. */
  asked: readonly MessageEntry[] | null;
  /** The message it hangs on, as it was told. */
  hangsOn: MessageEntry | null;
  complete: boolean;
  loading: boolean;
}

/** Threads that are kept up at one time: the last ones that were opened. */
const KEPT_UP = 4;

export class Threads {
  readonly #hooks: ThreadsHooks;
  readonly #all = new Map<Id, Map<Id, Thread>>();
  #open: readonly Thread[] = [];
  /** Logs of which a thread was asked for just now. */
  readonly #fresh = new Set<Id>();

  constructor(hooks: ThreadsHooks) {
    this.#hooks = hooks;
  }

  view(log: Id, root: Id): Signal<ThreadView> {
    return this.#thread(log, root).view;
  }

  open(log: Id, root: Id): void {
    const thread = this.#thread(log, root);
    this.#open = [thread, ...this.#open.filter((other) => other !== thread)].slice(0, KEPT_UP);
    void this.#load(thread, false);
  }

  older(log: Id, root: Id): Promise<void> {
    return this.#load(this.#thread(log, root), true);
  }

  /** Entries of this log may have been left out: its threads are asked for again. */
  skipped(log: Id): void {
    for (const thread of this.#all.get(log)?.values() ?? []) {
      if (this.#open.includes(thread)) void this.#load(thread, false);
      else Object.assign(thread, { asked: null, complete: false });
    }
  }

  /** All that was known of these is of another history, or nobody's to read any more. */
  forget(log: Id): void {
    for (const thread of this.#all.get(log)?.values() ?? [])
      Object.assign(thread, { asked: null, hangsOn: null, complete: false });
  }

  markSeen(log: Id, root: Id): void {
    const { entries, root: hangsOn } = this.#thread(log, root).view.current;
    const epoch = this.#hooks.replica(log)?.epoch;
    const seq = entries.at(-1)?.seq ?? hangsOn?.seq;
    if (!epoch || seq === undefined) return;
    this.#hooks.marks.put({ log, epoch, seq, thread: root });
    this.#hooks.refresh(log);
  }

  /** @param unread by the message a thread hangs on */
  refresh(log: Id, unread: AllUnread['threads']): void {
    for (const thread of this.#all.get(log)?.values() ?? []) {
      const replica = this.#hooks.replica(log);
      if (replica) thread.view.set(this.#show(thread, replica, unread));
      else thread.view.set({ ...EMPTY_THREAD, pending: waitingIn(thread.root, [], this.#hooks.pending(log)) });
    }
  }

  #show(thread: Thread, replica: Replica, unread: AllUnread['threads']): ThreadView {
    const { root, asked, loading } = thread;
    const { around, log, epoch } = replica;
    const { changes, tallies } = around;
    const now = <E extends Entry>(entry: E): E =>
      changes.get(entry.id)?.[0]?.kind === 'delete' ? (blank(entry) as E) : entry;
    const hangsOn = replica.entries.find(({ id }) => id === root) ?? around.found(root) ?? thread.hangsOn;
    const from = asked?.[0]?.seq ?? 0;
    const entries = new Map((asked ?? []).map((entry) => [entry.seq, now(entry)]));
    for (const entry of replica.entries)
      if (entry.kind === 'message' && entry.body.thread === root && entry.seq >= from) entries.set(entry.seq, entry);
    const all = [...entries.values()].sort((a, b) => a.seq - b.seq);
    // Behind a message in the newest run, nothing is missing.
    const dense = hangsOn !== null && hangsOn.seq >= (replica.newest[0]?.seq ?? Infinity);
    return {
      ...EMPTY_THREAD,
      ...{ entries: all, changes, tallies, loading },
      root: hangsOn?.kind === 'message' ? now(hangsOn) : null,
      pending: waitingIn(root, all, this.#hooks.pending(log)),
      complete: thread.complete || dense,
      seen: this.#hooks.marks.heard({ log, epoch, thread: root }) ?? 0,
      ...unread.get(root),
    };
  }

  async #load(thread: Thread, older: boolean): Promise<void> {
    const { log, root } = thread;
    const replica = this.#hooks.replica(log);
    if (!replica || thread.loading || (older && thread.complete)) return;
    const { epoch } = replica;
    const before = older ? thread.view.current.entries[0]?.seq : undefined;
    thread.loading = true;
    this.#hooks.refresh(log);
    const answer = await this.#hooks
      .call({ log, epoch, root, ...(before === undefined ? {} : { before }) })
      .catch(() => null);
    thread.loading = false;
    if (answer?.ok && this.#hooks.replica(log) === replica && replica.epoch === epoch) {
      take(thread, answer.value, older);
      replica.answered(answer.value);
    }
    this.#hooks.refresh(log);
  }

  #thread(log: Id, root: Id): Thread {
    const ofLog = this.#all.get(log) ?? new Map<Id, Thread>();
    this.#all.set(log, ofLog);
    const known = ofLog.get(root);
    if (known) return known;
    const view = new Signal<ThreadView>(EMPTY_THREAD);
    const thread: Thread = { log, root, view, asked: null, hangsOn: null, complete: false, loading: false };
    ofLog.set(root, thread);
    // Who asks may be drawing: nothing that is drawn changes within this turn.
    if (!this.#fresh.has(log)) void Promise.resolve().then(() => this.#fresh.delete(log) && this.#hooks.refresh(log));
    this.#fresh.add(log);
    return thread;
  }
}

function take(thread: Thread, page: Output<NetworkCalls['thread']>, older: boolean): void {
  const [hangsOn, ...rest] = page.entries.flatMap((entry) => (entry.kind === 'message' ? entry : []));
  const asked = thread.asked ?? [];
  const last = asked.at(-1)?.seq ?? 0;
  // A last page that does not reach what was asked for before stands alone: something is missing in between.
  const apart = !older && !page.complete && (rest[0]?.seq ?? 0) > last;
  const known = new Set(rest.map(({ seq }) => seq));
  thread.complete = page.complete || (!apart && thread.asked !== null && !older && thread.complete);
  thread.asked = [...(apart ? [] : asked.filter(({ seq }) => !known.has(seq))), ...rest].sort((a, b) => a.seq - b.seq);
  thread.hangsOn = hangsOn ?? null;
}

/** What waits to be said in a thread, or about a message of it. */
function waitingIn(root: Id, entries: readonly MessageEntry[], pending: readonly Pending[]): readonly Pending[] {
  const ids = new Set([root, ...entries.map(({ id }) => id)]);
  return pending.filter(({ id, kind, target, body }) => {
    const inIt = kind === 'message' && 'thread' in body && body.thread === root;
    if (inIt) ids.add(id);
    return inIt || (target !== null && ids.has(target));
  });
}
