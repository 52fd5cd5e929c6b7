import { refusals, type Diagnosis, type DoctorCause, type Language, type Refusal, type WayStep } from '../../protocol';
import type { Cause } from '../../client';

type Facts = Diagnosis['facts'];
const place = ({ addresses, host }: Facts) => addresses[0] ?? host;

export const commands = ['join', 'send', 'tail', 'rooms', 'export', 'doctor', 'whoami', 'leave', 'help'] as const;
export type CommandName = (typeof commands)[number];

export interface Words {
  language: Language;
  commons: string;
  /** The usage line of each command, in one column; what it does, in the other; and all there is to know. */
  usage: Record<CommandName, string>;
  summary: Record<CommandName, string>;
  more: Record<CommandName, string>;
  title: string;
  everywhere: string;
  seeHelp: (command: CommandName | null) => string;

  unknownCommand: (given: string) => string;
  unknownOption: (message: string) => string;
  missing: (what: 'room' | 'text' | 'address' | 'name') => string;
  tooMany: string;
  badAddress: string;
  badFingerprint: string;
  badFormat: string;
  badLanguage: string;
  badSeq: string;
  oneRoomForFrom: string;
  oneStart: string;
  unknownRoom: (given: string) => string;
  severalRooms: (given: string) => string;
  nothingToSay: string;

  notJoined: (folder: string) => string;
  alreadyJoined: (server: string, me: string) => string;
  firstKey: (words: string) => string;
  compare: string;
  yes: readonly string[];
  notCompared: (fingerprint: string) => string;
  expectedKey: (words: string) => string;
  passwordHow: string;
  left: (server: string) => string;
  joined: (server: string, me: string) => string;

  kept: string;
  notKept: string;
  unsure: string;
  held: (count: number) => string;
  lost: string;
  back: string;
  otherHistory: (room: string) => string;
  otherFile: string;
  exported: (count: number) => string;
  cannotRead: (what: string, why: string) => string;
  cannotWrite: (what: string, why: string) => string;
  unforeseen: (what: string) => string;

  refusal: (refusal: Refusal) => string;
  causes: Record<Exclude<Cause['code'], 'refused'>, string>;

  steps: Record<WayStep, string>;
  doctor: Record<DoctorCause, (facts: Facts) => string>;
  firstKeyFound: string;

  whisper: string;
  deleted: string;
  edited: string;
  unknownPerson: string;
  anonymous: (voters: number) => string;
  exportedAt: (when: string) => string;
  notice: {
    created: () => string;
    joined: (name: string) => string;
    removed: (name: string) => string;
    entered: (names: string) => string;
    left: (name: string) => string;
    renamed: (name: string) => string;
    topic: (topic: string) => string;
    archived: (archived: boolean) => string;
    promoted: () => string;
  };
}

const fields: Record<string, string> = { name: 'The name', password: 'The password', text: 'The text' };

export const en: Words = {
  language: 'en',
  commons: 'Commons',
  usage: {
    join: 'join LINK|ADDRESS --name NAME',
    send: 'send ROOM [TEXT…|-]',
    tail: 'tail [ROOM…]',
    rooms: 'rooms',
    export: 'export ROOM',
    doctor: 'doctor ADDRESS',
    whoami: 'whoami',
    leave: 'leave',
    help: 'help [COMMAND]',
  },
  summary: {
    join: 'step onto a porch, once',
    send: 'say something, and wait until it is kept there',
    tail: 'print what is said, as it is said',
    rooms: 'list the rooms one is in',
    export: 'print a room’s whole history',
    doctor: 'say what is in the way to a porch',
    whoami: 'say who one is, and where',
    leave: 'sign this profile out and forget it',
    help: 'this text, or all about a command',
  },
  more: {
    join: `LINK is an invitation (maru://… or the https://…/j/… page), ADDRESS is HOST or HOST:PORT.

  --name NAME           how others see you
  --password-file FILE  the porch’s password stands in this file; - is the standard input
  --fingerprint KEY     the porch’s key, as it says itself when it starts: nobody is asked to compare words`,
    send: `Without TEXT, or with -, the text comes from the standard input. Put -- before a text that begins with -.
ROOM is a room’s name or id; @NAME is the conversation with that person.

  --later               with the porch out of reach, keep it here: it goes out with the next command that gets there
  --old                 what was kept here for more than a day goes out, too`,
    tail: `Without ROOM it is every room. A porch that goes away is waited for; nothing is left out or printed twice.

  --from SEQ            begin with this entry of the one room named
  --all                 begin with the first entry
  --continue            begin behind what an earlier tail --continue printed; the first one prints everything`,
    rooms: `One line a room.`,
    export: `Entries as they stand in the log, or a page for people. A file that is there already is continued.

  --format jsonl|html   default: jsonl
  --output FILE         default: the standard output
  --from SEQ            begin with this entry`,
    doctor: `ADDRESS as for join. It shakes hands, says hello, and sends nothing else.`,
    whoami: `Asks nobody: it is what this profile knows.`,
    leave: `  --forget              with the porch out of reach, forget it here all the same`,
    help: ``,
  },
  title: 'maru: say and hear things on a porch, from a terminal or a program',
  everywhere: `  --json                JSON lines, as into a pipe
  --profile DIR         where it is kept who one is (default: maru-cli in the folder for configuration)
  --lang ko|en          the language (default: as the system says)
  --version             the version

It ends with 0 for fine, 1 refused, 2 wrong usage, 3 not reachable, 4 not trusted, 5 not joined, 6 a file or folder.`,
  seeHelp: (command) => `See: maru help${command ? ` ${command}` : ''}`,

  unknownCommand: (given) => `There is no command “${given}”.`,
  unknownOption: (message) => message,
  missing: (what) =>
    ({
      room: 'Which room? Name it, or give its id.',
      text: 'What is to be said? Put it behind the room, or into the standard input.',
      address: 'Where to? Give an invitation or an address, such as 192.168.0.12:7420.',
      name: 'Under which name? Give one with --name.',
    })[what],
  tooMany: 'There is more behind it than this command takes.',
  badAddress: 'This is neither a whole invitation nor an address such as 192.168.0.12:7420.',
  badFingerprint: 'A key has 43 letters, digits, - and _.',
  badFormat: 'There are two formats: jsonl and html.',
  badLanguage: 'There are two languages: ko and en.',
  badSeq: '--from takes a whole number from 1 on.',
  oneRoomForFrom: '--from goes with one room.',
  oneStart: 'Of --from, --all and --continue only one can be.',
  unknownRoom: (given) => `You are in no room “${given}”. maru rooms lists them.`,
  severalRooms: (given) => `Several are called “${given}”. Give the id; maru rooms lists them.`,
  nothingToSay: 'There was nothing to say.',

  notJoined: (folder) => `Nobody has joined with this profile (${folder}). First: maru join`,
  alreadyJoined: (server, me) =>
    `This profile is ${me} on ${server} already. First maru leave, or take another --profile.`,
  firstKey: (words) => `A key that is new here. Its words: ${words}`,
  compare: 'Does the host see the same words? (yes/no) ',
  yes: ['yes', 'y'],
  notCompared: (fingerprint) =>
    `Nobody said that it is the right one; nothing was sent. If it is, add: --fingerprint ${fingerprint}`,
  expectedKey: (words) => `The key that answered has these words: ${words}`,
  passwordHow: 'Give the password in a file: --password-file FILE',
  left: (server) => `Left ${server}.`,
  joined: (server, me) => `You are ${me} on ${server}.`,

  kept: 'The porch is out of reach. It is kept here, and goes out with the next command that gets there.',
  notKept: 'It was not sent, and is not kept. With --later it would be.',
  unsure: 'The porch went away before it answered: it may be there or not. The same text again is a second message.',
  held: (count) =>
    count === 1
      ? 'A message that was kept here has waited for more than a day: maru send --old sends it.'
      : `${count} messages that were kept here have waited for more than a day: maru send --old sends them.`,
  lost: 'The connection was lost; waiting for it.',
  back: 'It is back.',
  otherHistory: (room) => `${room}: the porch has another history from here on (a backup was put back).`,
  otherFile: 'This file holds another room, another history or another format. Choose another file.',
  exported: (count) => (count === 1 ? '1 entry.' : `${count} entries.`),
  cannotRead: (what, why) => `${what} cannot be read: ${why}`,
  cannotWrite: (what, why) => `${what} cannot be written: ${why}`,
  unforeseen: (what) => `Something went wrong here: ${what}`,

  refusal({ code, field, rule, limit }) {
    if (code !== 'invalid' || field === undefined) return refusals[code].message;
    const what = fields[field.split('.').at(-1) ?? ''] ?? field;
    if (rule === 'long') return `${what} is too long${limit === undefined ? '' : `: ${limit} at most`}.`;
    return rule === 'empty' ? `${what} is empty.` : `${what} cannot be read.`;
  },
  causes: {
    'not-reachable': 'Nobody answers at this address.',
    'no-such-address': 'There is no such address.',
    'port-closed': 'The computer is there, but no porch is open on it.',
    'host-asleep': 'The host’s computer does not answer.',
    'too-large': 'This was too large for the porch.',
    'no-network': 'This machine has no network.',
    'not-maru': 'Something answers there, but it is no Maru.',
    lost: 'The connection was lost.',
    silent: 'The porch stopped answering.',
    closing: 'The host has closed the porch.',
    'key-unknown': 'Nobody here knows this porch’s key yet. Nothing was sent.',
    'key-changed':
      'Another key answers than the one that was expected. Nothing was sent. Ask the host for the words they see.',
    'no-privacy': 'What answers there does not speak in private. Nothing was sent.',
    'other-server': 'Another porch answers at this address. Nothing was sent.',
  },

  steps: {
    address: 'address',
    network: 'network',
    port: 'port',
    tls: 'encryption',
    pin: 'key',
    version: 'version',
    entry: 'password',
  },
  doctor: {
    none: () => 'Nothing is in the way.',
    'no-such-name': ({ host }) => `There is no such name: ${host}. Look for a slip, or take the address in numbers.`,
    'names-silent': () => 'The network’s name server does not answer. The address in numbers works without it.',
    'no-network': () => 'This machine has no network.',
    'other-network': (facts) => `There is no way from here to ${place(facts)}. Go onto the host’s network.`,
    'port-closed': (facts) =>
      `Nothing listens at port ${facts.port} of ${place(facts)}. Ask the host to open the porch.`,
    'other-port': ({ found = '' }) => `The porch is at another port: ${found}`,
    'other-interface': ({ found = '' }) => `The porch is at another address: ${found}`,
    firewall: ({ port }) => `Port ${port} is blocked by the host’s firewall.`,
    away: (facts) => `Nobody has the address ${place(facts)} now.`,
    isolated: () => 'The network keeps its devices apart.',
    silent: (facts) =>
      `${place(facts)} does not answer: it is asleep, off or elsewhere, or a firewall drops what comes to port ${facts.port}. The app on a computer of that network can tell these apart.`,
    'port-busy': ({ port }) => `Another program has port ${port}; it is no Maru.`,
    stuck: () => 'It takes connections and says nothing. Ask the host to close and open the porch.',
    'no-tls': () => 'It does not speak encrypted, and nobody goes in without that.',
    'other-certificate': () =>
      'Another key answers than the one known here. The porch was made anew, or somebody stands in between. Ask the host for the words they see.',
    'name-refused': ({ host }) => `The porch does not answer to the name ${host}. Take the address in numbers.`,
    'version-old': () => 'This program is too old for the porch. Update it.',
    'version-new': () => 'The porch is older than this program. The host has to update.',
    refused: () => 'The porch says no.',
  },
  firstKeyFound: 'The key is new here: its words want comparing.',

  whisper: 'whisper',
  deleted: 'deleted',
  edited: 'edited',
  unknownPerson: 'somebody',
  anonymous: (voters) => (voters === 1 ? '1 voter' : `${voters} voters`),
  exportedAt: (when) => `As of ${when}`,
  notice: {
    created: () => 'The room was made.',
    joined: (name) => `${name} joined.`,
    removed: (name) => `${name} was removed.`,
    entered: (names) => `${names} came into the room.`,
    left: (name) => `${name} left the room.`,
    renamed: (name) => `The room is called ${name} now.`,
    topic: (topic) => (topic === '' ? 'The topic was taken away.' : `Topic: ${topic}`),
    archived: (archived) => (archived ? 'The room was put away.' : 'The room was taken out again.'),
    promoted: () => 'The conversation went on as a room.',
  },
};
