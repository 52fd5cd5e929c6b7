/** A log from a place on, page by page, over lost connections. */
import type { Session } from '../../client';
import { limits, type Entry, type Id, type NetworkCalls, type Output } from '../../protocol';
import type { Context } from '../context';
import { ask } from '../member';
import { byRefusal } from '../exits';

export interface From {
  log: Id;
  epoch: Id;
  /** The last seq one has; 0: none. */
  after: number;
}

export interface Page {
  entries: readonly Entry[];
  /** What became of its messages elsewhere in the log. */
  about: Output<NetworkCalls['read']>['about'];
  head: number;
}

/**
 * Ends at the head there is then. Null once, as the last: the log has another history by now.
 * @throws Ended where the log may not be read
 */
export async function* pages(session: Session, context: Context, from: From): AsyncGenerator<Page | null> {
  let { after } = from;
  for (;;) {
    const answer = await ask(session, context, 'read', {
      log: from.log,
      epoch: from.epoch,
      after,
      limit: limits.pageEntries,
    });
    if (!answer.ok && answer.error.code === 'epoch-changed') return void (yield null);
    if (!answer.ok) throw byRefusal(answer.error, context.words);
    const { entries, about, head } = answer.value;
    const last = entries.at(-1)?.seq;
    if (last === undefined) return;
    yield { entries, about, head };
    after = last;
    if (after >= head) return;
  }
}
