/** What changes many times in a moment is drawn once: fifty messages a second are nobody's to read one by one. */
import type { LogView, Readable, ServerView, Session } from '../../client';
import type { Id } from '../../protocol';

/**
 * So long after what was drawn, in ms, the next change of the same kind is: less is no smoother to the eye of a reader. Where more come in
 * a second than anybody reads, what is drawn stands the longer, though not at once: much may come in one moment, and little after it. And
 * never longer than that, as a machine may have slept.
 */
const REST = { least: 100, most: 1_000, ofEachInASecond: 20, growth: 3 };

/** @param took in ms, as the rest before was, in which so many changes came */
function restAfter(took: number, changes: number, before: number): number {
  const inASecond = (changes / before) * 1_000;
  const wanted = Math.min(inASecond * REST.ofEachInASecond, before * REST.growth);
  return Math.min(Math.max(REST.least, wanted, took), REST.most);
}

/**
 * A value for the screen. The first change after a rest comes at once; those that come meanwhile are told together after it.
 * @param mayWait whether nobody waits for what has changed between two values
 * @param changesOf how many changes one is of which it is told: a crowd's messages come several at a time
 */
export function paced<T>(
  source: Readable<T>,
  mayWait: (before: T, now: T) => boolean,
  changesOf: (before: T, now: T) => number = () => 1,
): Readable<T> {
  return {
    get current() {
      return source.current;
    },
    subscribe(listener) {
      let told = source.current;
      let last = told;
      let begun = false;
      let changes = 0;
      let rest = REST.least;
      let resting: ReturnType<typeof setTimeout> | null = null;
      const tell = (value: T) => {
        const came = changes;
        told = value;
        changes = 0;
        if (resting !== null) clearTimeout(resting);
        // The rest begins when it is drawn: a machine that takes long has as long for everything else.
        const from = performance.now();
        resting = setTimeout(() => {
          const took = performance.now() - from;
          rest = restAfter(took, came, rest);
          resting = setTimeout(over, rest);
        });
        listener(value);
      };
      const over = () => {
        resting = null;
        if (changes > 0) tell(source.current);
      };
      const stop = source.subscribe((value) => {
        const before = last;
        last = value;
        if (begun) {
          changes += Math.max(1, changesOf(before, value));
          if (resting === null || !mayWait(told, value)) tell(value);
        } else {
          begun = true;
          told = value;
          listener(value);
        }
      });
      return () => {
        if (resting !== null) clearTimeout(resting);
        stop();
      };
    },
  };
}

/** @returns whether two lists hold the same */
const alike = <T>(some: readonly T[], others: readonly T[], same: (one: T, other: T) => boolean = Object.is): boolean =>
  some.length === others.length && some.every((one, at) => same(one, others[at] as T));

/** Others go on at the end of what is there. What a person does in a log, or asks of it, is never waited for. */
export const goesOn = (before: LogView, now: LogView): boolean =>
  before.entries.length > 0 &&
  before.entries[0] === now.entries[0] &&
  before.complete === now.complete &&
  before.loadingOlder === now.loadingOlder &&
  before.unreadFrom === now.unreadFrom &&
  before.rewound === now.rewound &&
  alike(before.holes, now.holes, (one, other) => one.before === other.before && one.loading === other.loading) &&
  alike(before.pending, now.pending);

/** How many entries came at the end. */
export const entriesAdded = (before: LogView, now: LogView): number =>
  (now.entries.at(-1)?.seq ?? 0) - (before.entries.at(-1)?.seq ?? 0);

/**
 * A room's log for the screen. Nothing of it waits before the connection stands: by then all there is to know of what was missed is known, and
 * where the new begins is decided by it.
 */
export const pacedLog = (session: Pick<Session, 'connection' | 'log'>, room: Id): Readable<LogView> =>
  paced(
    session.log(room),
    (before, now) => session.connection.current.phase === 'connected' && goesOn(before, now),
    entriesAdded,
  );

/** Only others come, go, or change how they are called; the person themself is the same. */
export const sameServer = (before: ServerView, now: ServerView): boolean =>
  before.ready === now.ready &&
  before.members.size > 1 &&
  before.me === now.me &&
  (now.me === null || before.members.get(now.me) === now.members.get(now.me));
