/** The ways of getting a message to somebody that are compared. */
import * as lines from './lines';

export interface Technique {
  name: string;
  /** The server that does it bare: a file of bare/, without its ending. */
  bare: string;
  follow: lines.Follow;
  speak: lines.Speak;
  /** What Maru does for each follower and message that the bare server does not; said where it costs more than promised. */
  besides: string;
  /** How often it asks, in ms; without it, it is told. */
  interval?: number;
}

const { polling, posting, followPlain, speakPlain, followSocketIo, speakSocketIo } = lines;

const ASKED =
  'With each request Maru looks whose token it is, whether the page and the host may ask, whether the room is theirs and how often they have asked, and its answer has five headers more.';
const TOLD =
  'With each message Maru looks how much waits for each follower, so that nobody who does not read is waited for, and who may hear it.';

/** @param interval in ms */
export const asking = (interval: number) => ({ follow: polling(interval), interval });

export const techniques: readonly Technique[] = [
  { name: 'Polling, each second', bare: 'polling', besides: ASKED, speak: posting, ...asking(1_000) },
  { name: 'Polling, each 5 s', bare: 'polling', besides: ASKED, speak: posting, ...asking(5_000) },
  { name: 'Long polling', bare: 'long-polling', besides: ASKED, follow: polling(null), speak: posting },
  { name: 'Stream of JSON lines', bare: 'ndjson', besides: TOLD, follow: lines.ndjson, speak: posting },
  { name: 'Server-sent events', bare: 'sse', besides: TOLD, follow: lines.sse, speak: posting },
  { name: 'Plain WebSocket', bare: 'websocket', besides: TOLD, follow: followPlain, speak: speakPlain },
  {
    name: 'Socket.IO over WebSocket',
    bare: 'socketio',
    besides: TOLD,
    follow: followSocketIo('websocket'),
    speak: speakSocketIo('websocket'),
  },
  {
    name: 'Socket.IO over polling',
    bare: 'socketio',
    besides: `${ASKED} ${TOLD}`,
    follow: followSocketIo('polling'),
    speak: speakSocketIo('polling'),
  },
];
