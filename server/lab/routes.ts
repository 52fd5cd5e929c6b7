/** The demonstration by plain requests: what is said into it, and polling, long polling and streams of it. */
import express, { type Router } from 'express';
import { LabSaid, limits, parse, refuse, type LabEntry } from '../../protocol';
import { refuseWith, say, type Answering, type Asked } from '../doors/asking';
import { whenOver } from '../doors/over';
import { demonstrationOf, namedIn, type Find, type Named } from './asked';
import { whenSomething } from './wait';

const forms = {
  sse: { type: 'text/event-stream', line: (entry: LabEntry) => `id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n` },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    line: (entry: LabEntry) => `${JSON.stringify(entry)}\n`,
  },
} as const;

export function createLabRoutes(find: Find): Router {
  const router = express.Router();
  const json = express.json({ limit: limits.frameBytes, strict: true });
  router.post('/said', json, (request, response) => {
    const answering = response as unknown as Answering;
    const demonstration = demonstrationOf(find, request);
    if (!demonstration.ok) return refuseWith(answering, demonstration.error);
    const said = parse(LabSaid, request.body);
    if (!said.ok) return refuseWith(answering, said.error);
    if (!demonstration.value.say(said.value)) return refuseWith(answering, refuse('rate', { retryAfter: 1_000 }));
    say(answering, 202, {});
  });
  router.get('/figures', (request, response) => {
    const demonstration = demonstrationOf(find, request);
    if (demonstration.ok) say(response as unknown as Answering, 200, demonstration.value.figures());
    else refuseWith(response as unknown as Answering, demonstration.error);
  });
  router.get('/entries', (request, response) => {
    const answering = response as unknown as Answering;
    const named = namedIn(find, request);
    if (!named.ok) return refuseWith(answering, named.error);
    const form = formOf(request);
    if (form) return streamed(named.value, form, answering);
    whenSomething(named.value, answering, (entries) => say(answering, 200, { entries }));
  });
  return router;
}

function formOf({ headers: { accept = '' } }: Asked): keyof typeof forms | null {
  if (accept.includes('text/event-stream')) return 'sse';
  return accept.includes('application/x-ndjson') ? 'ndjson' : null;
}

function streamed({ demonstration, door, after }: Named, form: keyof typeof forms, response: Answering): void {
  const { type, line } = forms[form];
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  const hear = (entries: readonly LabEntry[]) => {
    if (response.writableLength < limits.labWaiting) response.write(entries.map(line).join(''));
  };
  hear(demonstration.page(door, after));
  whenOver(response, demonstration.listen(door, { hear, end: () => void response.end() }));
}
