/** The lock: what a person sets of it, how it stands, and what may be asked of it over the bridge. Main alone decides. */
import * as v from 'valibot';
import { call, push } from './define';
import { limits } from './limits';

/** Minutes without a key or a pointer; 0: never by itself. */
export const lockTerms = [0, 1, 5, 15, 30, 60] as const;

/** Saved as a whole: what is not named is as it is at a first start. */
export const LockSettings = v.object({
  idle: v.optional(v.picklist(lockTerms), 15),
  /** Also when the computer is locked, or goes to sleep. */
  withSystem: v.optional(v.boolean(), true),
  /** The system may ask in the passphrase's place, where it can. */
  prompt: v.optional(v.boolean(), false),
});
export type LockSettings = v.InferOutput<typeof LockSettings>;

/** Of a first start; without a passphrase nothing locks. */
export const firstLock: LockSettings = v.parse(LockSettings, {});

/** As it was typed: what a passphrase may be counts when one is chosen. NFC, since systems compose what is typed differently. */
const Typed = v.pipe(v.string(), v.maxLength(limits.password, 'long'), v.normalize('NFC'));
export const Passphrase = v.pipe(Typed, v.minLength(limits.passphraseLeast, 'empty'));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const LockStatus = v.object({
  /** none: no passphrase was ever set, so that nothing can be locked. */
  state: v.picklist(['none', 'open', 'locked']),
  /** What was kept of the passphrase cannot be read: none is the right one. */
  damaged: v.boolean(),
  /** How long until the next try, in ms from when this was said; and tries until one has to wait for the next. */
  wait: count,
  left: count,
  /** The system can ask in the passphrase's place: its fingerprint reader, by this person's wish. */
  prompt: v.boolean(),
  /** It could, on this computer. */
  canPrompt: v.boolean(),
});
export type LockStatus = v.InferOutput<typeof LockStatus>;

const nothing = v.object({});
/** `right`: it was what it had to be, and is done. */
const Tried = v.object({ right: v.boolean(), status: LockStatus });
export type Tried = v.InferOutput<typeof Tried>;

export const lockCalls = {
  lockStatus: call('Whether the app is locked, and what unlocks it.', nothing, LockStatus),
  lockNow: call('Locks; where no passphrase is set, `lockWanted` comes back.', nothing, LockStatus),
  unlock: call(
    'Tries a passphrase. After some wrong ones each next one has to wait, longer each time, over a restart as well.',
    v.object({ passphrase: Typed }),
    Tried,
  ),
  promptUnlock: call('Lets the system ask its person in the passphrase’s place, where it can.', nothing, Tried),
  setPassphrase: call(
    'Sets, changes or takes away (null) the passphrase. `old`: the one there is; wrong ones count as tries.',
    v.object({ old: v.nullable(Typed), passphrase: v.nullable(Passphrase) }),
    Tried,
  ),
  startAnew: call(
    'For whoever forgot it, while locked: everything of this profile is put aside on the disk, and the app starts again with nothing.',
    nothing,
    nothing,
  ),
} as const;

export const lockPushes = {
  lock: push('It was locked or unlocked, or a passphrase was set or taken away.', LockStatus),
  lockWanted: push('Somebody wants to lock, and there is no passphrase yet. The window is in front.', nothing),
} as const;
