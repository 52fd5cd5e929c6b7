/**
 * The doors beside Socket.IO, for programs without a library: plain requests, streams of them, and a plain WebSocket.
 * They lead to the same logs, by the same calls. docs/protocol.md and the OpenAPI file are printed from here.
 */
import * as v from 'valibot';
import type { Schema } from './define';
import { Draft, Entry } from './entries';
import { Id, OwnId } from './ids';
import { limits } from './limits';
import { LogHead, Member, OpenLog, Room, Seq, Server } from './model';
import { AppendResult, calls, Token } from './network';
import type { RefusalCode } from './refusals';
import { RelayBody } from './relay';
import { MessageText } from './text';

const countText = (least: number, most: number) =>
  v.pipe(
    v.string('shape'),
    v.regex(/^\d{1,15}$/, 'shape'),
    v.transform(Number),
    v.number(),
    v.integer(),
    v.minValue(least, 'shape'),
    v.maxValue(most, 'long'),
  );
/** A place in a log, as a query says it. */
const SeqText = countText(0, 999_999_999_999_999);

/** A place in a log as an event stream names it, and a browser brings it back: EPOCH:SEQ. Empty: none (WHATWG HTML §9.2.4). */
export const EventId = v.pipe(
  v.string('shape'),
  v.regex(/^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9]{1,15})?$/, 'shape'),
);

/** For an EventSource, which can send no header: used once, soon. */
export const Ticket = v.pipe(v.string('shape'), v.regex(/^[A-Za-z0-9_-]{43}$/, 'shape'));

/** What is read of a log: what comes after a place, or before one. */
export const EntriesQuery = v.object({
  /** The last seq that is held; 0: from the first on. */
  after: v.optional(SeqText),
  /** Entries below this seq instead, the last ones. */
  before: v.optional(SeqText),
  /** The lineage that the place is of. Another one is refused with `epoch-changed`. */
  epoch: v.optional(Id),
  limit: v.optional(countText(1, limits.pageEntries)),
  /** Where there is nothing yet: so many seconds, at most, until there is. */
  wait: v.optional(countText(0, limits.waitSeconds)),
  /** A stream tells what is relayed in the room, too: as the event `relay`, or as a line `{ relay }`. */
  relay: v.optional(v.picklist(['1'], 'shape')),
});
export type EntriesQuery = v.InferOutput<typeof EntriesQuery>;

/** What was read; `entries` are in the order of the log, and there may be more up to `head`. */
export const EntriesPage = v.object({ ...LogHead.entries, entries: v.array(Entry) });

const [message, edit, remove, react, pin, vote, close] = Draft.options;
/** A draft whose id is the Idempotency-Key beside it. */
export const Said = v.variant('kind', [
  v.omit(message, ['id']),
  v.omit(edit, ['id']),
  v.omit(remove, ['id']),
  v.omit(react, ['id']),
  v.omit(pin, ['id']),
  v.omit(vote, ['id']),
  v.omit(close, ['id']),
]);

/** Something that can be asked for by a plain request. */
export interface Route {
  readonly summary: string;
  readonly method: 'get' | 'post';
  /** Parts in braces are ids. */
  readonly path: string;
  /** A stranger may ask. */
  readonly stranger?: true;
  readonly query?: Schema;
  /** Headers it goes by, in lower case. */
  readonly headers?: Schema;
  readonly body?: Schema;
  /** A message may come as plain text instead. */
  readonly plain?: Schema;
  /** The status of what went well, and what is answered with it. */
  readonly answers: Readonly<Record<number, Schema | null>>;
  /** Other forms of the answer: an endless one. */
  readonly streams?: readonly string[];
  /** What it may be refused with, besides what everybody may hear. */
  readonly refusals: readonly RefusalCode[];
}

/** Whatever is asked for may be refused with these; */
export const commonRefusals = [
  'invalid',
  'guests-refused',
  'rate',
  'closing',
  'internal',
] as const satisfies readonly RefusalCode[];
/** whatever a member asks for with these too. */
export const memberRefusals = [
  'not-joined',
  'token-unknown',
  'signed-out',
  'removed',
  'server-full',
] as const satisfies readonly RefusalCode[];

export const routes = {
  join: {
    summary:
      'Makes a stranger a member, as the call join does, and answers with a token, once: it goes into the header `Authorization: Bearer TOKEN` of every other request, never into a URL.',
    method: 'post',
    path: '/api/join',
    stranger: true,
    body: calls.join.input,
    answers: { 201: calls.join.output },
    refusals: [
      'too-large',
      'password-needed',
      'password-wrong',
      'knock-needed',
      'knock-refused',
      'invitation-unknown',
      'invitation-expired',
      'invitation-used',
      'invitation-revoked',
      'not-allowed',
      'no-such-member',
      'too-many',
      'server-full',
      'busy',
      'disk',
    ],
  },
  ticket: {
    summary: `Makes a ticket that lets one request in without the header, as the query \`ticket\`, within ${limits.ticketLife / 1_000} seconds: for an EventSource.`,
    method: 'post',
    path: '/api/tickets',
    answers: { 201: v.object({ ticket: Ticket, /** Milliseconds from now. */ life: v.number() }) },
    refusals: [],
  },
  logs: {
    summary: 'All logs that are this member’s to read, rooms and whispers, with their heads.',
    method: 'get',
    path: '/api/logs',
    answers: {
      200: v.object({
        server: Server,
        me: Id,
        members: v.array(Member),
        rooms: v.array(Room),
        logs: v.array(OpenLog),
      }),
    },
    refusals: [],
  },
  entries: {
    summary:
      'Reads a log after a place. With `wait` it answers as soon as there is something, and with 204 when there was nothing all that time. Asked for text/event-stream or application/x-ndjson it does not end: each entry as it comes, from the place on (or from the header Last-Event-ID, which is EPOCH:SEQ and goes before the query).',
    method: 'get',
    path: '/api/rooms/{room}/entries',
    query: EntriesQuery,
    headers: v.object({ 'last-event-id': v.optional(EventId) }),
    answers: { 200: EntriesPage, 204: null },
    streams: ['text/event-stream', 'application/x-ndjson'],
    refusals: ['no-such-log', 'epoch-changed', 'busy'],
  },
  say: {
    summary:
      'Adds an entry. Its id is the header Idempotency-Key, a UUID that its author makes: the same one again is answered as the first time, with `duplicate`. A message may come as text/plain.',
    method: 'post',
    path: '/api/rooms/{room}/entries',
    headers: v.object({ 'idempotency-key': OwnId }),
    body: Said,
    plain: MessageText,
    answers: { 201: AppendResult.options[0], 200: AppendResult.options[0] },
    refusals: [
      'too-large',
      'no-such-log',
      'no-such-entry',
      'not-allowed',
      'id-conflict',
      'not-the-same',
      'muted',
      'slow',
      'archived',
      'not-in-room',
      'poll-closed',
      'too-many',
      'busy',
      'disk',
    ],
  },
  relay: {
    summary:
      'Tells a named event to the connections that follow the room, at most once, as the call relay does. A stream hears it that was asked for with `relay=1`.',
    method: 'post',
    path: '/api/rooms/{room}/relay',
    body: RelayBody,
    answers: { 200: calls.relay.output },
    refusals: ['too-large', 'no-such-log', 'reserved', 'muted', 'archived'],
  },
} as const satisfies Record<string, Route>;

/** The sub-protocol of the plain WebSocket at /api/socket. */
export const SOCKET_PROTOCOL = 'maru.v1';

/** What a program says over the plain WebSocket: JSON text frames of `{ event, data }`. */
export const SocketFrame = v.variant('event', [
  v.object({
    /** The first frame: who it is. Without a token a stranger, who may `join` and opens again then. */
    event: v.literal('open'),
    data: v.object({
      protocol: v.optional(v.pipe(v.number('shape'), v.safeInteger('shape'))),
      token: v.optional(Token),
      /** Where to go on: of these logs everything after `after` comes, of the others what is said from now on. */
      logs: v.optional(
        v.pipe(
          v.array(v.object({ log: Id, epoch: v.optional(Id), after: Seq }), 'shape'),
          v.maxLength(limits.resumeLogs, 'long'),
        ),
      ),
    }),
  }),
  v.object({
    /** A call; it is answered by `response` with the same id. */
    event: v.literal('request'),
    data: v.object({
      id: v.union([v.pipe(v.number(), v.safeInteger()), v.pipe(v.string(), v.maxLength(64))], 'shape'),
      call: v.pipe(v.string('shape'), v.maxLength(64, 'long')),
      input: v.optional(v.unknown()),
    }),
  }),
  /** Answered by `pong` with the same data. */
  v.object({ event: v.literal('ping'), data: v.optional(v.unknown()) }),
]);
export type SocketFrame = v.InferOutput<typeof SocketFrame>;

/** What `open` is answered with, as the event `opened`. */
export const SocketOpened = v.object({
  server: Server,
  /** Null: a stranger. */
  me: v.nullable(Id),
  logs: v.array(OpenLog),
  /** The server pings so often, and hangs up on who does not answer by then; in milliseconds. */
  heartbeat: v.object({ interval: v.number(), timeout: v.number() }),
});
export type SocketOpened = v.InferOutput<typeof SocketOpened>;
