/** An answer that does not end: each entry as it comes, as an event stream or as lines of JSON. */
import { limits, refuse } from '../../protocol';
import type { ApiParts } from './api';
import { refuseWith, type Answering } from './asking';
import { catchUp, type Place } from './catching-up';
import { facts } from '../log';
import type { Listener } from './listeners';
import { heartbeats, linesOf, type Form } from './spoken';
import type { Visit } from './visits';

const types: Readonly<Record<Form, string>> = {
  sse: 'text/event-stream',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** Whoever does not read is let go, and comes back to the place they know. */
export async function stream(
  { context, listeners, admission }: ApiParts,
  place: Place,
  form: Form,
  response: Answering,
  visit: Visit,
): Promise<void> {
  const { member, log, epoch } = place;
  const { address } = response.locals.came.caller;
  if (visit.open >= limits.openAnswers || admission.shut(address)) return refuseWith(response, refuse('rate'));
  response.writeHead(200, {
    'content-type': types[form],
    'cache-control': 'no-store',
    // A proxy that gathers answers would hold everything back (nginx, ngx_http_proxy_module).
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  let over = false;
  const write = (text: string): void => {
    if (over || text === '') return;
    response.write(text);
    if (response.writableLength <= limits.queuedBytes) return;
    context.log.warn({ address, bytes: response.writableLength }, 'a stream is not read: closed');
    response.destroy();
  };
  const end = () => void response.end();
  const listener: Listener = {
    id: context.newId(),
    member,
    everything: false,
    hear: (spoken) => write(spoken.lines(form)),
    lost: end,
  };
  let still = () => {};
  const beat = () => {
    write(heartbeats[form]);
    still = context.clock.after(limits.streamHeartbeat, beat);
  };
  still = context.clock.after(limits.streamHeartbeat, beat);
  const releases = [visit.holds(end), admission.enter(address), () => listeners.leave(listener), () => still()];
  response.once('close', () => {
    over = true;
    for (const release of releases) release();
  });
  const told = (text: string) => {
    write(text);
    if (!over && response.writableNeedDrain)
      return new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
  };
  const live = () => {
    listeners.enter(listener);
    listeners.follow(listener, [log]);
  };
  await catchUp(
    context,
    place,
    (entries) => told(linesOf(form, epoch, entries)),
    live,
    end,
    () => over,
  ).catch((error: unknown) => {
    context.log.error(facts(error), 'a stream failed');
    response.destroy();
  });
}
