/** Limits of the doors beside the app's own: plain requests, the lab, the inspector, relays, bots and hooks. They are read as part of `limits`. */
export const doorLimits = {
  /** How long a plain request may wait for something to be said, in seconds; and answers that wait or stream, of one device. */
  waitSeconds: 60,
  openAnswers: 20,
  /** Whoever asks by plain requests counts as connected for so long after the last one. */
  visit: 30_000,
  /** A ticket's life, and those of one device that wait to be used. */
  ticketLife: 30_000,
  tickets: 20,
  /** Logs whose last entries, a page of each, are at hand for those who ask by plain requests. */
  tails: 50,

  /** A demonstration of the lab: how long it lasts, messages a second, the text of one, those it keeps, and how many run. */
  labLife: 120_000,
  labPerSecond: 5,
  labText: 4_000,
  labKept: 50,
  labs: 10,
  /** Whoever reads more slowly than that hears no further message of a demonstration until then. */
  labWaiting: 64 * 1024,

  /** Bytes of a file that the window hands to its person: all packets that are kept, as HAR writes them. */
  handedFile: 8 * 1024 * 1024,

  /** Packets the connection inspector keeps while it is open, characters of them together, and of one. */
  inspectedPackets: 500,
  inspectedBytes: 1024 * 1024,
  inspectedBody: 64 * 1024,
  /** How often it tells of what passed, at most. */
  inspectedEvery: 100,
  /** Round trips, lost connections, and steps of a line it remembers. */
  roundTrips: 120,
  outages: 20,
  lineSteps: 24,
  /** An experiment on one's own connection ends by itself. */
  experimentFor: 60_000,
  /** A relay: its arguments, their bytes as JSON and of what is binary in them, how deep they are nested, and its name. */
  relayArguments: 8,
  relayBytes: 32 * 1024,
  relayDepth: 32,
  relayEvent: 64,
  /** A connection for which so many packets, or bytes, wait is told no relay. */
  relayWaiting: 64,
  relayWaitingBytes: 1024 * 1024,
  /** Bots of a server, rooms a bot is bound to; hooks of all of them, what they are called by, and where they lead. */
  bots: 100,
  botRooms: 100,
  hooks: 200,
  commandName: 32,
  hookUrl: 2_000,
  /** What may be posted to an incoming hook: a bucket as for calls; and its Idempotency-Key. */
  hookRate: { burst: 30, perSecond: 1 },
  hookKey: 200,
  /** A receiver of what hooks post answers by then. Each try is followed by the next after a wait that doubles, up to a bound. */
  hookTimeout: 10_000,
  hookTries: 12,
  hookWait: { first: 1_000, most: 10 * 60_000 },
  /** What is read of the answer to a command. */
  hookAnswerBytes: 64 * 1024,
} as const;
