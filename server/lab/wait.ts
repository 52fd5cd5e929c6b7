/** An answer that waits until there is something, as long polling does, and its grandfather JSONP. */
import type { LabEntry } from '../../protocol';
import { systemClock } from '../clock';
import type { Answering } from '../doors/asking';
import { whenOver } from '../doors/over';
import type { Named } from './asked';

/** @param answer called once, with what there is; with nothing where the time is over */
export function whenSomething(
  { demonstration, door, after, wait }: Named,
  response: Answering,
  answer: (entries: readonly LabEntry[]) => void,
): void {
  const page = demonstration.page(door, after);
  if (page.length > 0 || wait === 0) return answer(page);
  let done = false;
  const finish = (entries: readonly LabEntry[] | null) => {
    if (done) return;
    done = true;
    late();
    leave();
    forget();
    if (entries) answer(entries);
  };
  const late = systemClock.after(wait, () => finish([]));
  const leave = demonstration.listen(door, { hear: finish, end: () => finish([]) });
  const forget = whenOver(response, () => finish(null));
}
