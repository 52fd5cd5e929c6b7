/**
 * "Why can't they join?": what is looked at on the way into a server, in its order, and what can be found in the way.
 * A verdict is one cause and the facts it rests on; the sentences and the commands are the screen's.
 */
import * as v from 'valibot';
import { call, push } from './define';
import { limits } from './limits';
import { isHost } from './link';
import { Id } from './ids';
import { Refusal } from './refusals';

/** The joiner's way, from outside in. `entry`: invitation, password, guests, room for one more. */
export const wayIn = ['address', 'network', 'port', 'tls', 'pin', 'version', 'entry'] as const;
export type WayStep = (typeof wayIn)[number];

/** A step that came after the cause, or that this program cannot see, is `unlooked`: said, never guessed. */
const StepState = v.picklist(['ok', 'failed', 'unlooked']);
export type StepState = v.InferOutput<typeof StepState>;

export const causes = [
  /** Nothing is in the way: somebody can come in right now. */
  'none',
  /** The name leads nowhere; whoever knows names does not answer. */
  'no-such-name',
  'names-silent',
  /** This machine has no network; the address belongs to another one, and there is no way or no answer there. */
  'no-network',
  'other-network',
  /** The machine is there, and nothing listens; listens, but at another port; at another of the machine's addresses. */
  'port-closed',
  'other-port',
  'other-interface',
  /** The machine is there, and drops or forbids what comes to the port. */
  'firewall',
  /** On the same network nobody has this address now; or the network keeps its devices apart. */
  'away',
  'isolated',
  /** Somewhere on the internet: no answer, and nobody on the way says why. */
  'silent',
  /** Another program has the port; the porch may be at the next free one. */
  'port-busy',
  /** Takes connections and says nothing: too busy, or hung. */
  'stuck',
  /** A Maru that speaks no TLS. */
  'no-tls',
  'other-certificate',
  /** It does not answer to the name it was called by: a guard against foreign pages. */
  'name-refused',
  'version-old',
  'version-new',
  /** The server said no: `refusal` says why. */
  'refused',
] as const;
export const Cause = v.picklist(causes);
export type DoctorCause = v.InferOutput<typeof Cause>;

/** Where the address lies, seen from this machine. */
export const relations = ['this-machine', 'same-network', 'other-network', 'internet'] as const;

/** What a look at the way in has found so far. Only the last one has a cause. */
export const Diagnosis = v.object({
  url: v.string(),
  steps: v.array(v.object({ step: v.picklist(wayIn), state: StepState })),
  cause: v.nullable(Cause),
  facts: v.object({
    host: v.string(),
    port: v.number(),
    /** What the name stands for, the one that was looked at first. */
    addresses: v.array(v.string()),
    relation: v.optional(v.picklist(relations)),
    /** The interface of this machine that leads there, and its own address on it. */
    interface: v.optional(v.string()),
    own: v.optional(v.string()),
    /** `https://HOST:PORT/` where the server answers after all. */
    found: v.optional(v.string()),
    refusal: v.optional(Refusal),
    /** The first key seen there: nothing is in the way, but its words want comparing. */
    firstKey: v.optional(v.boolean()),
    /** How long all of it took, in ms. */
    took: v.optional(v.number()),
  }),
});
export type Diagnosis = v.InferOutput<typeof Diagnosis>;

/** What keeps connections out of a machine, by the system or program that has to be told. */
export const firewalls = ['ufw', 'firewalld', 'nftables', 'iptables', 'windows', 'macos'] as const;
export const Firewall = v.picklist(firewalls);
export type Firewall = v.InferOutput<typeof Firewall>;

/** What a host can see of its own porch without anybody's help. */
export const OwnLook = v.object({
  port: v.number(),
  /** Whether this machine is on any network at all. */
  network: v.boolean(),
  /** Each of the machine's addresses, and whether the porch answers there: it proves the binding, never the firewall. */
  addresses: v.array(v.object({ url: v.string(), interface: v.string(), answers: v.boolean() })),
  /** This system's firewall, and whether it is on as far as one may see without being root. */
  firewall: v.nullable(Firewall),
  firewallOn: v.nullable(v.boolean()),
});
export type OwnLook = v.InferOutput<typeof OwnLook>;

/** What became of a dial back: a TLS handshake with the key one knows; another key; no TLS; refused; no answer. */
export const dialOutcomes = ['reached', 'other-key', 'no-tls', 'closed', 'silent'] as const;
export const DialOutcome = v.picklist(dialOutcomes);
export type DialOutcome = v.InferOutput<typeof DialOutcome>;

/** The host and port somebody dialled, where they are themselves connected to; absent for an address with a zone. */
const Dialled = v.optional(
  v.pipe(
    v.string('shape'),
    v.maxLength(limits.hostText, 'long'),
    v.check((text) => isHost(text), 'shape'),
  ),
);

export const doctorCalls = {
  askDialBack: call(
    'Asks a few members who are here with the app to dial this server once more, from where they are; answers with what became of it, when all have said so or the time is over.',
    v.object({}),
    v.object({
      /** How many were asked: 0 where nobody else is here with the app. */
      asked: v.number(),
      outcomes: v.array(v.object({ member: Id, host: Dialled, outcome: DialOutcome })),
    }),
  ),
  dialledBack: call(
    'What became of dialling back. Said once by who was asked; anything else is answered and forgotten.',
    v.object({ ask: Id, host: Dialled, outcome: DialOutcome }),
    v.object({}),
  ),
} as const;

export const doctorPushes = {
  dialBack: push(
    'To a member’s app: make a fresh TLS handshake with this server, at the address and port this connection has, and tell with `dialledBack`. Names no address: nobody can be sent anywhere.',
    v.object({ ask: Id }),
  ),
} as const;
