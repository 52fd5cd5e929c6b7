/** Long polling: a question is answered when there is something to say, or when its time is over. */
import { limits, refuse } from '../../protocol';
import type { ApiParts } from './api';
import { refuseWith, say, type Answering } from './asking';
import type { Place } from './catching-up';
import type { Listener } from './listeners';
import { whenOver } from './over';
import type { Visit } from './visits';

/** @param seconds after which it is answered with 204 */
export function wait(
  { context, listeners, admission }: ApiParts,
  { member, log, epoch, after }: Place,
  seconds: number,
  response: Answering,
  visit: Visit,
): void {
  const { address } = response.locals.came.caller;
  if (visit.open >= limits.openAnswers || admission.shut(address)) return refuseWith(response, refuse('rate'));
  const leave = admission.enter(address);
  const listener: Listener = {
    id: context.newId(),
    member,
    everything: false,
    hear({ entries }) {
      const news = entries?.entries.filter(({ seq }) => seq > after) ?? [];
      const head = Math.max(context.feed.head(log)?.head ?? 0, news.at(-1)?.seq ?? 0);
      if (news.length > 0) answer(() => say(response, 200, { log, epoch, head, entries: news }));
    },
    lost: () => answer(() => refuseWith(response, refuse('no-such-log'))),
  };
  const late = context.clock.after(seconds * 1_000, () => answer(() => say(response, 204, null)));
  const release = visit.holds(() => answer(() => refuseWith(response, refuse('closing'))));
  const over = () => {
    late();
    release();
    leave();
    listeners.leave(listener);
  };
  const answer = (how: () => void) => {
    forget();
    over();
    how();
  };
  listeners.enter(listener);
  listeners.follow(listener, [log]);
  const forget = whenOver(response, over);
}
