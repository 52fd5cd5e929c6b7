/** An answer that does not end: each entry as it comes, as an event stream or as lines of JSON. */
import type { ServerResponse } from 'node:http';
import { limits, refuse } from '../../protocol';
import type { ApiParts } from './api';
import { fenced } from './answers';
import { refuseWith } from './asking';
import type { Reader } from './behind';
import { catchUp, type Place } from './catching-up';
import { facts } from '../log';
import type { Listener } from './listeners';
import { whenOver } from './over';
import { chunkOf, heartbeats, linesOf, type Form } from './spoken';
import type { Visit } from './visits';

const types: Readonly<Record<Form, string>> = {
  sse: 'text/event-stream',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/**
 * Whoever does not read is let go, and comes back to the place they know.
 *
 * @param relays whether it tells what is relayed, too
 */
export async function stream(
  { context, listeners, admission, behind, heartbeat }: ApiParts,
  place: Place,
  form: Form,
  response: ServerResponse,
  visit: Visit,
  relays: boolean,
): Promise<void> {
  const { member, log, epoch } = place;
  const { address } = visit;
  if (visit.open >= limits.openAnswers || admission.shut(address)) return refuseWith(response, refuse('rate'));
  const releases: (() => void)[] = [];
  let over = false;
  const release = () => {
    over = true;
    for (const each of releases.splice(0)) each();
  };
  whenOver(response, release);
  if (over) return;
  const { clock } = context;
  const reader: Reader = {
    address,
    get waiting() {
      return response.writableLength;
    },
    // Of an answer whose turn has not come, the connection is the only end.
    cut: () => response.req.socket.destroy(),
  };
  response.writeHead(200, {
    ...fenced,
    'content-type': types[form],
    'cache-control': 'no-store',
    // A proxy that gathers answers would hold everything back (nginx, ngx_http_proxy_module).
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const write = (text: string): void => {
    if (over || text === '') return;
    // What an answer in chunks was written before is at its socket already, once its turn has come: the same bytes follow for all.
    const { socket, chunkedEncoding } = response;
    if (chunkedEncoding && socket?.writable) socket.write(chunkOf(text));
    else response.write(text);
    behind.wrote(reader);
  };
  /** Nothing comes after it; whoever does not read that either is cut off. */
  const end = () => {
    if (over) return;
    release();
    response.end();
    const late = clock.after(limits.closeGrace, () => reader.cut());
    whenOver(response, late);
  };
  let last = place.after;
  const listener: Listener = {
    id: context.newId(),
    member,
    everything: false,
    hear: (spoken) => write(spoken.lines(form, last)),
    lost: end,
    ...(relays ? { relays: { session: visit.id, ready: () => reader.waiting < limits.relayWaitingBytes } } : {}),
  };
  let still = () => {};
  let full = 0;
  const beat = () => {
    // Not a byte less than a beat ago, or more: what waits is not being read.
    const { waiting } = reader;
    if (full > 0 && waiting >= full) return behind.cut(reader, STUCK);
    full = waiting;
    write(heartbeats[form]);
    still = clock.after(heartbeat.interval, beat);
  };
  still = clock.after(heartbeat.interval, beat);
  releases.push(
    visit.holds(end),
    admission.enter(address),
    () => listeners.leave(listener),
    () => behind.left(reader),
    () => still(),
  );
  const told = (text: string) => {
    if (over || text === '') return;
    response.write(text);
    behind.wrote(reader);
    if (!over && response.writableNeedDrain)
      return new Promise<void>((resolve) => {
        response.once('drain', resolve);
        releases.push(resolve);
      });
  };
  const live = (at: number) => {
    last = at;
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
    reader.cut();
  });
}

const STUCK = 'a stream is not read: closed';
