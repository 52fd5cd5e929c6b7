/** All that crosses the preload bridge between the window and Electron's main process. The bridge knows no other names. */
import * as v from 'valibot';
import { commands } from './commands';
import { call, push, type CallFunction, type OnFunction } from './define';
import { DeskStatus, trayTerms } from './desk';
import { Diagnosis, DialOutcome, OwnLook } from './doctor';
import { Handed, HandedFile, PdfName } from './files';
import { Code } from './joining';
import { limits } from './limits';
import { lockCalls, lockPushes } from './lock';
import { Id } from './ids';
import { NearServer, Port } from './near';
import { noticeCalls, noticePushes } from './notices';
import { Refusal } from './refusals';
import { ownWindowCalls } from './own-windows';
import { settingsCalls, settingsPushes } from './settings';
import { Password, ServerName } from './text';
import { Token } from './network';
import { Fingerprint, unreachables, Verdict } from './trust';
import { spellingCalls } from './spelling';
import { updateCalls, updatePushes } from './updates';

/** What kind of network an address belongs to, as its interface's name and the address itself tell. */
export const interfaceKinds = [
  'ethernet',
  'wifi',
  'vpn',
  'container',
  'virtual-machine',
  'link-local',
  'loopback',
  'other',
] as const;
export type InterfaceKind = (typeof interfaceKinds)[number];

/** An address a person on this network can type or scan. */
export const ReachableAddress = v.object({
  /** With a zone (RFC 6874) where the address needs one: no browser reads such an address. */
  url: v.string(),
  address: v.string(),
  /** The system's name of the network interface. */
  interface: v.string(),
  kind: v.picklist(interfaceKinds),
  family: v.picklist(['IPv4', 'IPv6']),
  /** Whether a browser can open it; a link-local IPv6 address is for programs that know zones. */
  browsers: v.boolean(),
});
export type ReachableAddress = v.InferOutput<typeof ReachableAddress>;

/** Why the embedded server does not run. */
export const hostFailures = [
  'port-taken',
  'port-forbidden',
  'folder-unwritable',
  'folder-newer',
  'folder-in-use',
  'folder-damaged',
  'crashed',
  'unknown',
] as const;
export const HostFailure = v.object({
  code: v.picklist(hostFailures),
  /** Names what was wrong, in English, for the details line: a path, a port. */
  detail: v.string(),
});
export type HostFailure = v.InferOutput<typeof HostFailure>;

/** The embedded server as its supervisor sees it. */
export const HostStatus = v.variant('state', [
  v.object({ state: v.literal('stopped'), failure: v.optional(HostFailure) }),
  v.object({ state: v.literal('starting') }),
  v.object({
    state: v.literal('running'),
    id: Id,
    name: ServerName,
    port: Port,
    /** The port asked for, where it was taken and the next free one serves. */
    askedPort: v.optional(Port),
    password: v.boolean(),
    /** What this window dials: always loopback. */
    url: v.string(),
    /** Of the key that this window must find there. */
    fingerprint: Fingerprint,
    /** Whether people may come over plain HTTP, as browsers do. */
    guests: v.boolean(),
    /** Whether it tells its name to strangers, and that it is there to the network. */
    announce: v.boolean(),
    addresses: v.array(ReachableAddress),
    /** Proves to the server that this is the host’s own window. Never leaves this machine. */
    hostKey: Token,
    pid: v.number(),
    /** How often it came back after a crash. */
    restarts: v.number(),
  }),
]);
export type HostStatus = v.InferOutput<typeof HostStatus>;

/**
 * Why six letters led nowhere. nobody: no server near that they could be of. unknown: not its code, or not any more.
 * spent: too many wrong tries. several: more than one says it is. silent: it did not answer.
 */
export const codeMisses = ['nobody', 'unknown', 'spent', 'several', 'silent'] as const;
export type CodeMiss = (typeof codeMisses)[number];

const nothing = v.object({});
const NearServers = v.object({ servers: v.array(NearServer) });
const address = v.pipe(v.string(), v.maxLength(2_048));

export const desktopCalls = {
  about: call(
    'Versions, the system and the profile this window belongs to.',
    nothing,
    v.object({
      version: v.string(),
      electron: v.string(),
      chromium: v.string(),
      node: v.string(),
      platform: v.string(),
      /** The system’s language, as a BCP 47 tag. */
      locale: v.string(),
      secrets: v.picklist(['system', 'memory']),
    }),
  ),
  ...settingsCalls,
  ...lockCalls,
  hostStatus: call('How the embedded server is.', nothing, HostStatus),
  openPorch: call(
    'Starts the embedded server and answers when it serves, or why it does not. Without `password` the one the porch has stays; null takes it away. `guests` and `announce` stay as they were, at first true. Where the port is taken, the first opening ever takes the next free one; a later one does so only with `mayMove`, since people know the port.',
    v.object({
      name: ServerName,
      port: Port,
      password: v.optional(v.nullable(Password)),
      guests: v.optional(v.boolean()),
      announce: v.optional(v.boolean()),
      mayMove: v.optional(v.boolean()),
    }),
    HostStatus,
  ),
  stopPorch: call('Stops the embedded server; what was said stays on disk.', nothing, HostStatus),
  secret: call(
    'The token kept for a server, or null.',
    v.object({ server: Id }),
    v.object({ token: v.nullable(Token) }),
  ),
  keepSecret: call(
    'Keeps a server’s token in the system’s secret store; null forgets it.',
    v.object({ server: Id, token: v.nullable(Token) }),
    nothing,
  ),
  reach: call(
    'Looks who is at an address, before every attempt, and lets this window dial it (its host and port) where the key is the right one; main blocks every other request. `server`: who is expected there. `fingerprint`: what an invitation names.',
    v.object({ url: address, server: v.optional(Id), fingerprint: v.optional(Fingerprint) }),
    Verdict,
  ),
  trust: call(
    'A person takes the key they were shown, which main must have found at the address and finds there again. `compared`: they compared its words. `server`: whose earlier key it may replace.',
    v.object({ url: address, fingerprint: Fingerprint, compared: v.boolean(), server: v.optional(Id) }),
    Verdict,
  ),
  meet: call(
    'The hello at a verified address named this server: main holds on to its key, or closes the way where the server is known by another one. Its token is given out from then on.',
    v.object({ url: address, server: Id }),
    Verdict,
  ),
  trusted: call(
    'What was found at an address that is open to this window; null where it is not open.',
    v.object({ url: address }),
    v.object({ verified: v.nullable(Verdict) }),
  ),
  probe: call(
    'Why a server that was named through `reach` does not answer, as a TCP connection tells: the page itself never learns it. Null: something answers, or nobody knows.',
    v.object({ url: v.pipe(v.string(), v.maxLength(2_048)) }),
    v.object({ why: v.nullable(v.picklist(unreachables)) }),
  ),
  diagnose: call(
    'Walks to a server step by step and answers with what is in the way, within `limits.diagnosis`; `diagnosis` tells each step. Sends no token, name or text. `refusal`: what the server said to the last attempt. `others`: further addresses it may have.',
    v.object({
      url: address,
      server: v.optional(Id),
      fingerprint: v.optional(Fingerprint),
      refusal: v.optional(Refusal),
      others: v.optional(v.pipe(v.array(address), v.maxLength(limits.linkHosts))),
    }),
    Diagnosis,
  ),
  diagnoseOwn: call('What this machine sees of its own porch, while it serves.', nothing, OwnLook),
  dialBack: call(
    'Makes a fresh TLS handshake with a server this window is connected to, for a host who asked. No other address is dialled.',
    v.object({ url: address }),
    v.object({ outcome: DialOutcome }),
  ),
  watchNear: call(
    'Looks for servers on this network while `on`, and answers with those that are known now; `near` tells each change.',
    v.object({ on: v.boolean() }),
    NearServers,
  ),
  takeLink: call(
    'The invitation link (protocol/link.ts) that somebody opened last and nobody took yet; null for none.',
    nothing,
    v.object({ link: v.nullable(v.string()) }),
  ),
  findByCode: call(
    'Asks the servers near this machine whose letters these are. It only finds one: who it is a person compares at the door.',
    v.object({ code: Code }),
    v.variant('found', [
      v.object({ found: v.literal(true), url: v.string() }),
      v.object({ found: v.literal(false), why: v.picklist(codeMisses) }),
    ]),
  ),
  ...noticeCalls,
  showStatus: call('Tells main what the title, the taskbar and the tray say.', DeskStatus, nothing),
  savePdf: call(
    'Asks the person where what the page has laid out for printing shall go, and writes it there.',
    v.object({ name: PdfName }),
    Handed,
  ),
  saveFile: call('Asks the person where a file shall go, and writes it there.', HandedFile, Handed),
  ...spellingCalls,
  offerCommands: call(
    'Tells main which commands make sense in the page now; the menu shows the others greyed.',
    v.object({ commands: v.pipe(v.array(v.picklist(commands)), v.maxLength(commands.length)) }),
    nothing,
  ),
  ...ownWindowCalls,
  ...updateCalls,
  openLink: call(
    'Opens an http, https or mailto address in the system’s own program.',
    v.object({ url: v.pipe(v.string(), v.maxLength(2_048)) }),
    nothing,
  ),
} as const;

export const desktopPushes = {
  host: push('The embedded server’s state changed.', HostStatus),
  diagnosis: push('How far `diagnose` has come.', Diagnosis),
  ...settingsPushes,
  ...lockPushes,
  near: push('The servers on this network that answered a moment ago: one came, went or changed.', NearServers),
  link: push('Somebody opened an invitation link: `takeLink` has it. The window is in front.', nothing),
  ...noticePushes,
  ...updatePushes,
  command: push('Somebody chose this in the system’s menu.', v.object({ command: v.picklist(commands) })),
  quieten: push(
    'Somebody chose in the tray that nobody shall disturb them, for so long; null: not any more.',
    v.object({ term: v.nullable(v.picklist(trayTerms)) }),
  ),
  wake: push('The machine woke or its network changed: try connections now.', nothing),
} as const;

export type DesktopCalls = typeof desktopCalls;
export type DesktopPushes = typeof desktopPushes;

/** The names the preload passes on, and nothing else. Plain strings, so that the preload needs no schema library. */
export const bridgeNames = {
  calls: Object.keys(desktopCalls) as (keyof DesktopCalls)[],
  pushes: Object.keys(desktopPushes) as (keyof DesktopPushes)[],
};

/** What the preload puts into the page as `window.maru`. */
export interface Bridge {
  /** Asks main. Always answers: a name or a value that cannot cross is a refusal. */
  readonly call: CallFunction<DesktopCalls>;
  /** Listens to main; the returned function stops it. */
  readonly on: OnFunction<DesktopPushes>;
}
