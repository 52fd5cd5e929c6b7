/** The lab: all ways of getting a message to somebody, side by side. */
export const lab = {
  title: 'The lab: every door at once',
  lead: 'The same message goes out once and comes back by every door. See how long each takes, and what it costs.',
  start: 'Start',
  stop: 'Stop',
  startMuseum: 'Start the museum',
  rate: (count: string, one: boolean) => (one ? '1 message a second' : `${count} messages a second`),
  size: 'Length of a message',
  characters: (count: string) => `${count} characters`,
  notYet: 'Not started yet.',
  running: 'Running.',
  over: 'Stopped. What was measured stays here.',
  left: (seconds: string) => `${seconds} s left`,

  race: 'How long it takes',
  legend: 'Bar: half of the messages are faster. Dot: the last message. Each mark is ten times the one before.',
  middle: 'Usual',
  last: 'Last',
  milliseconds: (ms: string) => `${ms} ms`,
  costs: 'What it costs, for each message',
  technique: 'Door',
  requests: 'Requests',
  bytes: 'Bytes ↑ / ↓',
  cpu: 'Server CPU',
  many: (times: string) => `(${times}×)`,
  below: (least: string) => `< ${least}`,
  costsNote:
    'Bytes: to the server ↑, from it ↓. What opens a stream is one request, and its share shrinks with every message. × is how many times a WebSocket.',

  told: 'What each one does',
  doors: {
    polling: {
      name: 'Polling, 1 s',
      text: 'Asks “anything new?” every second. On average it hears half a second late, and most questions are in vain.',
    },
    'slow-polling': {
      name: 'Polling, 5 s',
      text: 'Asks every five seconds: fewer questions, and news that is seconds old.',
    },
    'long-polling': {
      name: 'Long polling',
      text: 'Asks once, and the server answers when there is something. News comes at once, but each needs a request of its own.',
    },
    ndjson: {
      name: 'Stream of lines',
      text: 'One answer that does not end: each message is one more line of JSON. Nothing is asked again.',
    },
    sse: {
      name: 'Server-sent events',
      text: 'The same as part of every browser: it reads the stream, comes back by itself when it was cut, and says where it was.',
    },
    'socketio-polling': {
      name: 'Socket.IO, polling',
      text: 'Socket.IO where nothing but plain requests gets through: long polling below, the same events above.',
    },
    socketio: {
      name: 'Socket.IO',
      text: 'Events with names and answers over a WebSocket, with a heartbeat, and a way back to polling.',
    },
    socket: {
      name: 'WebSocket',
      text: 'One handshake, then a line that both sides write on. A message costs a few bytes around it.',
    },
    jsonp: {
      name: 'JSONP',
      text: 'Asks for a script whose only line calls a function of the page. Once the one way to read from another site, and an open door for whatever that site wrote.',
    },
    iframe: {
      name: 'Forever-iframe',
      text: 'A hidden page that never ends loading: each message is one more script in it. It grows until it is loaded anew.',
    },
  },

  museum: 'From the museum',
  museumText:
    'Before streams and WebSockets, pages had JSONP and the iframe that never ends. Both run what comes as a script, so they are here only, fenced in, and never carry a room.',
  museumElsewhere: 'They run where the lab is opened as a page of its own.',
  museumInBrowser:
    'They run in a browser. It does not know who you are here: it comes in by a name, as any guest does, if the host lets browsers in.',
  museumBrowser: 'Open the lab in the browser',
  museumOpen: 'Open the lab as a page',
  flash:
    'And Flash: a plugin with a socket of its own, used by the first Socket.IO. Browsers took it out in 2020, so it is told here and not run.',
  more: 'Read more:',
  pages: {
    polling: 'RFC 6202, long polling',
    events: 'WHATWG, server-sent events',
    socket: 'RFC 6455, WebSocket',
    socketio: 'Socket.IO, how it works',
  },
  open: 'Open the lab',
};
