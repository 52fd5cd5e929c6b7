/** Long polling: a question is answered when there is something to say, or when its time is over. */
import type { ServerResponse } from 'node:http';
import { limits, refuse, type Entry, type Id } from '../../protocol';
import type { ApiParts } from './api';
import { refuseWith, say, sayText } from './asking';
import type { Place } from './catching-up';
import type { Hearer } from './listeners';
import { whenOver } from './over';
import type { Visit } from './visits';

/** A page for everybody who waits for the same, written once. */
const written = new WeakMap<readonly Entry[], { head: number; text: string }>();

function pageOf(page: { log: Id; epoch: Id; head: number; entries: readonly Entry[] }): string {
  const before = written.get(page.entries);
  if (before?.head === page.head) return before.text;
  const text = JSON.stringify(page);
  written.set(page.entries, { head: page.head, text });
  return text;
}

/** @param seconds after which it is answered with 204 */
export function wait(
  { context, listeners, admission }: ApiParts,
  { member, log, epoch, after }: Place,
  seconds: number,
  response: ServerResponse,
  visit: Visit,
): void {
  const { address } = visit;
  if (visit.open >= limits.openAnswers || admission.shut(address)) return refuseWith(response, refuse('rate'));
  const leave = admission.enter(address);
  const hearer: Hearer = {
    member,
    hear({ entries }) {
      if (!entries) return;
      // As a rule all of it is new, and the same for everybody who waits.
      const whole = (entries.entries[0]?.seq ?? 0) > after;
      const news = whole ? entries.entries : entries.entries.filter(({ seq }) => seq > after);
      const head = Math.max(context.feed.head(log)?.head ?? 0, news.at(-1)?.seq ?? 0);
      if (news.length > 0) answer(() => sayText(response, 200, pageOf({ log, epoch, head, entries: news })));
    },
    lost: () => answer(() => refuseWith(response, refuse('no-such-log'))),
  };
  const late = context.clock.after(seconds * 1_000, () => answer(() => say(response, 204, null)));
  const release = visit.holds(() => answer(() => refuseWith(response, refuse('closing'))));
  const over = () => {
    late();
    release();
    leave();
    unheard();
  };
  const answer = (how: () => void) => {
    forget();
    over();
    how();
  };
  const unheard = listeners.wait(hearer, log);
  const forget = whenOver(response, over);
}
