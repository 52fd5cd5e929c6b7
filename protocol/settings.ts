/** What of a profile main keeps: it needs these before, or without, a window. A browser keeps the same in its own storage. */
import * as v from 'valibot';
import { call, push } from './define';
import { Desk } from './desk';
import { Handed } from './files';
import { limits } from './limits';
import { LockSettings } from './lock';
import { Port } from './near';
import { NoticeSettings } from './notices';
import { SpellingSettings } from './spelling';
import { MemberName, ServerName } from './text';

export const Language = v.picklist(['ko', 'en']);
export type Language = v.InferOutput<typeof Language>;

/** `system` goes by what the system says of light, dark and more contrast; `contrast` has more of it, on light or dark as the system is. */
export const Theme = v.picklist(['system', 'light', 'dark', 'contrast']);
export type Theme = v.InferOutput<typeof Theme>;

export const Density = v.picklist(['comfortable', 'compact']);
export type Density = v.InferOutput<typeof Density>;

/** What is not named is as it is at a first start. */
export const Settings = v.object({
  name: v.optional(MemberName),
  language: v.optional(Language),
  theme: v.optional(Theme, 'system'),
  density: v.optional(Density),
  /** In percent. */
  zoom: v.optional(v.pipe(v.number(), v.integer(), v.minValue(limits.zoom.least), v.maxValue(limits.zoom.most))),
  /** True: nothing moves, also where the system says nothing of it. */
  still: v.optional(v.boolean()),
  /** False: servers near are not looked for. */
  near: v.optional(v.boolean()),
  desk: v.optional(Desk),
  notices: v.optional(NoticeSettings),
  spelling: v.optional(SpellingSettings),
  lock: v.optional(LockSettings),
  /** As it was opened last. */
  porch: v.optional(
    v.object({ name: ServerName, port: Port, guests: v.optional(v.boolean()), announce: v.optional(v.boolean()) }),
  ),
});
export type Settings = v.InferOutput<typeof Settings>;

/** The shape of a profile's folder. One that says a higher number was made by a newer Maru: it is not written to. */
export const PROFILE_VERSION = 1;

/**
 * Whether what is changed is kept. newer: the profile is a newer Maru's, which nobody writes to. unwritable: the system
 * lets nothing be written there. full: there is no space left.
 */
export const Keeping = v.object({
  state: v.picklist(['kept', 'newer', 'unwritable', 'full']),
  /** Files that could not be read at this start, and under which name each is kept. */
  setAside: v.array(v.object({ file: v.string(), kept: v.string() })),
});
export type Keeping = v.InferOutput<typeof Keeping>;

const Kept = v.object({ place: v.string(), bytes: v.number() });

/** What this machine keeps, by folder, in bytes on the disk. */
export const StorageUse = v.object({
  profile: Kept,
  /** What was said on the own porch; null where none was ever opened. */
  porch: v.nullable(Kept),
});
export type StorageUse = v.InferOutput<typeof StorageUse>;

const word = v.pipe(v.string(), v.maxLength(limits.serverName));
const nothing = v.object({});

export const settingsCalls = {
  settings: call('The profile’s settings.', nothing, Settings),
  saveSettings: call('Changes the named settings; the others stay.', v.partial(Settings), Settings),
  keeping: call('Whether what is changed is kept, and which damaged files were set aside.', nothing, Keeping),
  storageUse: call('What the profile’s folder and the own porch take.', nothing, StorageUse),
  ownAddresses: call(
    'The addresses of this machine on its networks, whether or not a porch is open.',
    nothing,
    v.object({ addresses: v.array(v.object({ address: v.string(), interface: v.string() })) }),
  ),
  showFolder: call(
    'Shows a folder of this profile in the system’s own program.',
    v.object({ which: v.picklist(['profile', 'porch']) }),
    nothing,
  ),
  saveLogs: call(
    'Asks the person where the logs shall go, and writes them there without secrets and names. `addresses`: with the addresses of machines. `names`: what the window knows people, rooms and servers by. `page`: what the window tells of itself.',
    v.object({
      addresses: v.boolean(),
      names: v.pipe(v.array(word), v.maxLength(limits.loggedNames)),
      page: v.pipe(v.string(), v.maxLength(limits.loggedPage)),
    }),
    Handed,
  ),
} as const;

export const settingsPushes = {
  settings: push('The profile’s settings changed, in this window or another.', Settings),
  keeping: push('Whether what is changed is kept: it was otherwise before.', Keeping),
} as const;
