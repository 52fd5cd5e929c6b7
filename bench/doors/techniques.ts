/** The ways of getting a message to somebody that are compared. */
import * as lines from './lines';

export interface Technique {
  name: string;
  /** The server that does it bare: a file of bare/, without its ending. */
  bare: string;
  follow: lines.Follow;
  speak: lines.Speak;
  /** How often it asks, in ms; without it, it is told. */
  interval?: number;
}

const { polling, posting, followPlain, speakPlain, followSocketIo, speakSocketIo } = lines;

/** @param interval in ms */
export const asking = (interval: number) => ({ follow: polling(interval), interval });

export const techniques: readonly Technique[] = [
  { name: 'Polling, each second', bare: 'polling', speak: posting, ...asking(1_000) },
  { name: 'Polling, each 5 s', bare: 'polling', speak: posting, ...asking(5_000) },
  { name: 'Long polling', bare: 'long-polling', follow: polling(null), speak: posting },
  { name: 'Stream of JSON lines', bare: 'ndjson', follow: lines.ndjson, speak: posting },
  { name: 'Server-sent events', bare: 'sse', follow: lines.sse, speak: posting },
  { name: 'Plain WebSocket', bare: 'websocket', follow: followPlain, speak: speakPlain },
  {
    name: 'Socket.IO over WebSocket',
    bare: 'socketio',
    follow: followSocketIo('websocket'),
    speak: speakSocketIo('websocket'),
  },
  {
    name: 'Socket.IO over polling',
    bare: 'socketio',
    follow: followSocketIo('polling'),
    speak: speakSocketIo('polling'),
  },
];
