/**
 * The lab: the same messages through all doors at once, on a stream of its own that is no room's, is kept nowhere, and is
 * over after a while. A page draws what each door costs.
 */
import * as v from 'valibot';
import { call } from './define';
import { limits } from './limits';

/** The ways a demonstration's messages come; the last two are of a time before the others. */
export const labDoors = [
  'polling',
  'slow-polling',
  'long-polling',
  'ndjson',
  'sse',
  'socket',
  'socketio',
  'socketio-polling',
  'jsonp',
  'iframe',
] as const;
export const LabDoor = v.picklist(labDoors);
export type LabDoor = v.InferOutput<typeof LabDoor>;

/** Opens a demonstration and nothing else; it ends with it, so it may stand in a URL. */
export const LabPass = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));

const Count = v.pipe(v.number('shape'), v.safeInteger('shape'), v.minValue(0, 'shape'));
const Amount = v.pipe(v.number('shape'), v.finite('shape'));

/** What a page says into its demonstration; `at` is its own clock, which comes back unread. */
export const LabSaid = v.object({ at: Amount, text: v.pipe(v.string('shape'), v.maxLength(limits.labText, 'long')) });
export type LabSaid = v.InferOutput<typeof LabSaid>;

export const LabEntry = v.object({
  seq: Count,
  at: Amount,
  /** How long it waited for its door's turn, in ms: doors take turns, so that what each one costs can be told apart. */
  held: Amount,
  text: v.string(),
});
export type LabEntry = v.InferOutput<typeof LabEntry>;

export const LabPage = v.object({ entries: v.array(LabEntry) });

/** What a door has cost so far. */
const LabCost = v.object({
  requests: Count,
  /** Bytes that came, and that went, with all heads, as the server's connections counted them. */
  up: Count,
  down: Count,
  /** Server CPU for one message, in ms; null until it was measured. */
  cpu: v.nullable(Amount),
});
export type LabCost = v.InferOutput<typeof LabCost>;

export const LabFigures = v.object({
  messages: Count,
  /** Milliseconds until it is over. */
  left: Amount,
  doors: v.record(LabDoor, LabCost),
});
export type LabFigures = v.InferOutput<typeof LabFigures>;

/** Where the lab answers; all but the page ask for `pass`, and for `door` where a door is meant. */
export const labPaths = {
  page: '/lab',
  entries: '/api/lab/entries',
  say: '/api/lab/said',
  figures: '/api/lab/figures',
  socket: '/api/lab/socket',
  /** The namespace of Socket.IO. */
  namespace: '/lab',
  jsonp: '/lab/museum/jsonp',
  iframe: '/lab/museum/iframe',
} as const;

export const labCalls = {
  lab: call(
    'Begins a demonstration of all doors, in the place of one this member has begun before, and answers with what opens it and how long it lasts, in ms.',
    v.object({}),
    v.object({ pass: LabPass, life: Count }),
  ),
};
