/** The way of every question about what was said: the log is the asking member’s to read, and of this lineage. */
import { refuse, type Answer, type Id } from '../../protocol';
import type { Context, MemberSession } from '../calls/context';
import type { Within } from '../store/talk';

export async function looking<T>(
  { access, feed }: Pick<Context, 'access' | 'feed'>,
  { member }: Pick<MemberSession, 'member'>,
  { log, epoch }: { log: Id; epoch: Id },
  look: (within: Within & { member: Id }) => Promise<Answer<T> | T>,
): Promise<Answer<T>> {
  const reach = access.log(member, log);
  const head = feed.head(log);
  if (!reach || !head) return { ok: false, error: refuse('no-such-log') };
  if (head.epoch !== epoch) return { ok: false, error: refuse('epoch-changed') };
  const found = await look({ log, first: reach.first, member });
  return isAnswer(found) ? found : { ok: true, value: found };
}

const isAnswer = <T>(found: Answer<T> | T): found is Answer<T> =>
  typeof found === 'object' && found !== null && 'ok' in found;
