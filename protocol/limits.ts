import { desktopLimits } from './limits-desktop';
import { doorLimits } from './limits-doors';

/**
 * Every number both sides obey. Lengths are in UTF-16 code units (what a text field counts), sizes in bytes,
 * times in milliseconds, unless a name says otherwise.
 */
export const limits = {
  /** TCP port a porch asks for first. */
  port: 7420,
  /** How many ports above it are tried when it is taken. */
  portTries: 20,

  memberName: 40,
  roomName: 60,
  serverName: 60,
  password: 128,
  /** Characters of the passphrase of a screen's lock, which guards against a hand and not against a machine. */
  passphraseLeast: 4,
  /** Wrong passphrases before each next one waits; how long the first of them waits, in ms, doubled each time, up to the longest. */
  lockTries: { free: 5, wait: 30_000, longest: 15 * 60_000 },
  messageText: 8_000,

  /** A larger frame from a client ends that client's connection. One message of the longest text always fits. */
  frameBytes: 64 * 1024,
  /** An append is kept below this, so that a batch never meets the frame limit. */
  batchBytes: 48 * 1024,
  batchEntries: 50,
  /** A page of history: whichever of the two is reached first (at least one entry). */
  pageEntries: 200,
  pageBytes: 256 * 1024,
  /** Positions a device may bring to `resume`. */
  resumeLogs: 2_000,
  /** A device that is further behind than this takes the newest page first and leaves a hole, filled on scrolling. */
  farBehind: 1_000,
  /** What waits on a device for longer than this is not sent before its author said so again. */
  sendUnasked: 24 * 60 * 60_000,
  /** What a device said and saw acknowledged it keeps for so long, and so many of them, to offer it again after a restore. */
  saidFor: 30 * 24 * 60 * 60_000,
  saidCount: 2_000,
  /** Ids a device may ask about in one `lacking`. */
  lackingIds: 500,

  members: 10_000,
  /** Of these, direct conversations are counted apart, those of each maker by themselves. */
  rooms: 500,
  connections: 2_000,
  connectionsPerAddress: 200,
  /** Of these, connections of people who have not joined; above it the one that came first ends. */
  strangers: 500,
  /** A class that comes through one router, or lives in one IPv6 network, joins in the same moment. */
  strangersPerAddress: 60,

  heartbeatInterval: 10_000,
  heartbeatTimeout: 5_000,
  /** What a host may set in their place. */
  heartbeatIntervals: { least: 1_000, most: 120_000 },
  heartbeatTimeouts: { least: 1_000, most: 60_000 },
  /** A connection that has not said who it is by then is closed. */
  connectTimeout: 5_000,
  /** A stranger who neither joins nor resumes is closed after this. */
  strangerTimeout: 15 * 60_000,
  /** A member whose last connection ended counts as here for this long, so a short drop makes no noise. */
  presenceGrace: 8_000,
  headsInterval: 15_000,
  /** A call without an answer by then counts as lost; the connection is taken to be gone. */
  callTimeout: 10_000,
  helloTimeout: 5_000,
  /** A machine that does not answer a TCP connection by then is taken to be asleep or away. */
  probeTimeout: 3_000,
  echoInterval: 5_000,
  backoffMin: 1_000,
  backoffMax: 10_000,

  /** Calls a session may make: a bucket of `burst`, refilled with `perSecond`. */
  callRate: { burst: 120, perSecond: 40 },
  /** Of each kind so many buckets are counted at a time; above it the one counted longest ago is full again. */
  rateBuckets: 10_000,
  /**
   * Tokens and tickets nobody knows, from one address, at all doors together: a class may come with those of another year.
   * Above it only tokens that were right before are looked for, of which the last so many are known.
   */
  unknownTokens: { burst: 120, perSecond: 2 },
  rightTokens: 10_000,
  /** Password tries from one address before it has to wait. */
  passwordTries: { burst: 5, perMinutes: 1 },
  /** Wrong passwords from everywhere together, before everybody who has nothing but a password has to knock. */
  passwordTriesInAll: { burst: 60, perMinutes: 1 },
  /** scrypt runs at the same time: each takes 32 MiB. */
  passwordChecks: 2,

  /** Joins that may wait for a password check; further ones are told to come back. */
  passwordWaiting: 32,

  /** TCP connections a server holds: a polling client, and a browser, has more than one. Above it idle ones end. */
  tcpConnections: 6_000,
  tcpConnectionsPerAddress: 1_200,
  /** Connections above `connections` (and `connectionsPerAddress`) that still get to hear why they are refused. */
  refusalsAtOnce: 50,
  /** A request's headers, and all of a request, must have arrived by then. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** How often that is looked at: late ones end so much later. */
  requestLook: 5_000,
  /** What may wait for a client that does not read, whichever comes first; then its connection ends, and it resumes by pages. */
  queuedPackets: 256,
  queuedBytes: 4 * 1024 * 1024,
  /** What may wait for all clients together; above it, those furthest behind are ended until it fits. */
  queuedBytesInAll: 256 * 1024 * 1024,
  /** What one turn says to one socket is joined into one write; at so many bytes it leaves before the turn ends. */
  joinedBytes: 256 * 1024,
  /**
   * A log that so many connections hear, at least, rests after it was told, for so long a connection and at most so long in all:
   * what is said meanwhile is told together. Nobody follows a talk of a thousand line by line; a write to each of them takes its time.
   * So many of them are written to in one go.
   */
  crowd: { least: 200, rest: 0.2, longest: 200, portion: 32 },
  /** Appends that are committed together. */
  commitRequests: 500,
  /** Under load a commit waits for further appends, at most so long. A lone message never waits. */
  commitWindow: 5,
  /** A stopping server waits this long for goodbyes to be read. */
  closeGrace: 1_000,

  /** Free bytes on the data folder's disk below which nothing is changed: a whole journal can still be folded back. */
  diskFloorBytes: 64 * 1024 * 1024,
  /**
   * A database up to so many bytes is looked through whole at each start, which takes moments; a larger one where it was not
   * closed as it should have been, or somebody touched it since.
   */
  wholeBytes: 16 * 1024 * 1024,
  /** How often a disk is asked for its room, at most. */
  diskLook: 1_000,
  /** What is kept of a journal that was folded back into the database. */
  journalBytes: 64 * 1024 * 1024,
  /** A journal above this is folded back at once; where that fails, the server's log says so. */
  journalAlarmBytes: 128 * 1024 * 1024,
  /** Copies of the database that are kept, and the age at which the newest is followed by another. */
  backups: 7,
  backupEvery: 24 * 60 * 60_000,
  /** How often a running server looks whether a copy is due: a machine that slept has missed its hour. */
  backupLook: 60 * 60_000,
  /** A start looks after so long: a copy reads the whole disk just when everybody comes back and reads too. */
  backupAfterStart: 60_000,

  /** What somebody writes who knocks, or who answers; a reason for a removal. */
  note: 200,
  /** Uses and lifetime an invitation may have at most; those one is offered first. */
  invitationUses: 1_000,
  invitationLife: 90 * 24 * 60 * 60_000,
  invitationUsual: { uses: 5, lifetime: 7 * 24 * 60 * 60_000 },
  /** Invitations that can be used at one time. */
  invitations: 1_000,
  /** The same, of one member; and how many of those that are over are listed. */
  invitationsOfOne: 100,
  invitationsShown: 50,
  /** A further device of a member is paired by then. */
  pairingLife: 10 * 60_000,
  /** A code that was read out: its life, and the wrong tries it survives, from everywhere together. */
  codeLife: 10 * 60_000,
  codeTries: 5,
  /** People at the door at one time; from one address; and how long one may wait unanswered. */
  knocks: 50,
  knocksPerAddress: 3,
  knockLife: 30 * 60_000,
  /** Devices of one member; when one was connected is written down no more often than this. */
  devices: 20,
  seenEvery: 60 * 60_000,
  bans: 1_000,
  /** Addresses a device is known by, the last ones; a ban takes those that are younger than this. */
  deviceAddresses: 5,
  banAddressAge: 30 * 24 * 60 * 60_000,
  /** Where devices come from is written down together, this long after the first. */
  sightWindow: 1_000,
  /** The last moment a date can name, in ms since 1970 (ECMA-262 §21.4.1.1): a mute without an end. */
  lastMoment: 8_640_000_000_000_000,
  /** Seconds between two messages, where a room is slow, at most. */
  slowest: 6 * 60 * 60,
  /** How often a device tells how far its member has read, at most; those who tell are written down together. */
  markEvery: 1_000,
  markWindow: 250,
  auditPage: 100,
  /** Lines of the audit log that are kept. */
  auditLines: 10_000,
  /** A link, the host in it, and the further hosts it names. */
  linkText: 1_024,
  hostText: 260,
  linkHosts: 4,
  /** A picture that a QR code is read from: its file, its pixels before they are unpacked, its longer edge when it is read. */
  pictureBytes: 20 * 1024 * 1024,
  picturePixels: 64_000_000,
  pictureEdge: 1_600,
  /** How long reading it may go on trying. */
  qrTime: 500,
  /** How often a server announces itself, and how often one that was found is asked whether it is still there. */
  announceEvery: 2_000,
  nearAsk: 5_000,
  /** One that does not answer by then, and does not when asked once more, is gone. */
  nearTimeout: 2_000,
  /** Questions to found servers under way at one time, of each kind: to new ones, to known ones. */
  nearAtOnce: 8,
  /** A beacon's datagram; announcements that are looked at in a second; servers on the list. */
  beaconBytes: 1_024,
  announcementsPerSecond: 200,
  near: 100,
  /**
   * TCP connections that have not asked for anything yet (TLS handshakes under way, half a request), from one address and
   * in all: a house behind a router is one address, and comes back at once. Above it the one that has waited longest ends.
   */
  handshakesPerAddress: 200,
  handshakes: 1_000,
  /** How long a connection may take from its start to the end of its handshake, or to the first byte without one. */
  handshakeTimeout: 5_000,
  /** A look at why somebody cannot come in ends with a verdict by then. */
  diagnosis: 5_000,
  /** Members who are asked to dial back, how often a host may ask, and how long their answers are waited for. */
  dialBacks: 3,
  dialBackEvery: 10_000,
  dialBackWait: 4_000,
  /** What a room is about; what somebody says of themselves. */
  topic: 250,
  statusText: 80,
  /** People who are let into a room in one call, the first ones of a new room among them. */
  peopleAtOnce: 100,
  /** People of a direct conversation, its maker among them; of a whisper, its author among them. */
  directPeople: 10,
  whisperPeople: 10,
  /**
   * Side logs one member may begin: one for each set of people they whisper with. Were all counted together, whoever met
   * the limit would learn how many others have.
   */
  sideLogs: 1_000,
  /** Answers of a poll, and the length of one. */
  pollOptions: 10,
  pollOption: 100,
  /** An emoji with all that joins it. */
  emoji: 32,
  /** Different emoji on one message, and those of one person. */
  reactionKinds: 40,
  reactionsOfOne: 12,
  /** Of so many who are connected each is named by `here`; above it everybody is. */
  hereNamed: 200,
  /** People named in one message; pinned messages of one log; edits of one message. */
  mentions: 50,
  pins: 100,
  edits: 100,
  /** Entries looked up at once by their ids. */
  foundIds: 100,
  /** The bytes of what was looked up; and of what became of messages, whether they were looked up or read. */
  lookedUpBytes: 1024 * 1024,
  /** A page of a thread; threads on the list of one's own. */
  threadPage: 100,
  threadsShown: 50,
  /** Unread messages of a log, or a thread, are counted up to so many: that number means that many or more. */
  counted: 1_000,
  /** Threads of one person in which what is unread is counted: those they came into last. */
  threadsCounted: 1_000,
  /** Marks of threads a device is told of when it comes back. */
  threadMarks: 1_000,
  /** People a summary of a thread names, the last who spoke. */
  threadPeople: 3,
  /** Changes that come with a page of messages, of all messages in it together; the newest count. */
  aboutChanges: 2_000,
  /** Read marks, tallies and who is typing are told of one log no more often than this. */
  digestEvery: 1_000,
  /** How often a device says that its person is still typing, and when it is over if nothing more was said. */
  typingEvery: 3_000,
  typingFor: 6_000,
  /** Of those who are writing in one log, so many are told of. */
  typingTold: 20,
  /** Who does nothing for so long is idle. */
  idleAfter: 5 * 60_000,
  /** A guest who is gone for so long is not waited for any more: they do not count as one who has not read. */
  guestGone: 24 * 60 * 60_000,
  /** How often a device that shows who has read asks again: guests may have been gone for so long by then. */
  readersEvery: 60 * 60_000,
  /** Entries of one log a device holds at a time; the newest page is always among them. */
  heldEntries: 2_000,
  /** An unfinished text is on the disk this long after the last key. */
  draftAfter: 400,
  /** A notification's title and body are cut to this. */
  noticeText: 200,
  /** Notifications on the screen at once, one a room; more help nobody. */
  notices: 20,
  /** Words that call a person on this device, and characters of one. */
  keywords: 50,
  keyword: 40,
  /** Servers that are dialled at one time when the app starts; the others follow as these answer or fail. */
  dialledAtStart: 4,
  /** So many servers the tray tells of; the others count in the sum of what is unread. */
  statusServers: 32,

  ...doorLimits,
  ...desktopLimits,
} as const;
