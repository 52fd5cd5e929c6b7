/** Notifications: what a person sets for them on a device, and what of them crosses the bridge between page and main. */
import * as v from 'valibot';
import { call, push } from './define';
import { Id } from './ids';
import { limits } from './limits';
import { RoomAt } from './own-windows';
import { noticeLevels } from './rooms';

/** A word that calls a person wherever it is said. */
export const Keyword = v.pipe(
  v.string(),
  v.normalize('NFC'),
  v.trim(),
  v.minLength(1, 'empty'),
  v.maxLength(limits.keyword, 'long'),
);

/** Minutes since midnight, by the clock on the wall. */
const WallTime = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1));

/** Something is told on these days only, from one time to the other. */
export const NoticeHours = v.object({
  /** 0 is Sunday, as everywhere in JavaScript. Over midnight, the day on which the hours begin. */
  days: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))), v.maxLength(7)),
  from: WallTime,
  /** Before `from`, or the same: on the next day. */
  to: WallTime,
});
export type NoticeHours = v.InferOutput<typeof NoticeHours>;

export const noticeSounds = ['drop', 'bell', 'wood', 'none'] as const;
export type NoticeSound = (typeof noticeSounds)[number];

/** Saved as a whole: what is not named is as it is at a first start. */
export const NoticeSettings = v.object({
  /** Of rooms for which nothing else was set; of direct conversations always `all` then. */
  level: v.optional(v.picklist(noticeLevels), 'all'),
  keywords: v.optional(v.pipe(v.array(Keyword), v.maxLength(limits.keywords)), []),
  /** Null: at every hour. */
  hours: v.optional(v.nullable(NoticeHours), null),
  sound: v.optional(v.picklist(noticeSounds), 'drop'),
  /** False: a notification says that there is something, and not what. */
  showText: v.optional(v.boolean(), true),
  /** Others see this screen, until somebody says otherwise: no notification has a text. */
  presenting: v.optional(v.boolean(), false),
});
export type NoticeSettings = v.InferOutput<typeof NoticeSettings>;

/** Of a first start. */
export const firstNotices: NoticeSettings = v.parse(NoticeSettings, {});

/** Where a notification leads: without an entry, to the room itself. */
export const NoticeTarget = v.object({
  server: Id,
  room: Id,
  entry: v.optional(Id),
  /** The log an answer goes to, where that is not the room's: of a whisper. */
  log: v.optional(Id),
  /** The thread an answer goes to. */
  thread: v.optional(Id),
});
export type NoticeTarget = v.InferOutput<typeof NoticeTarget>;

const text = v.pipe(v.string(), v.maxLength(limits.noticeText));
export const Notice = v.object({
  title: text,
  body: text,
  target: NoticeTarget,
  /** The system sounds with it, where the page does not (`NoticeSituation.sounds`). */
  sound: v.boolean(),
  /** What stands in the empty field in which it is answered, where the system has one; null: it is not answered there. */
  reply: v.nullable(text),
  /** It says that there is something, and not what: only such a one is shown as it is while the app is locked. */
  bare: v.optional(v.boolean()),
});

/** How the window stands. `visible`: on the screen, without the focus. `hidden`: only the tray shows that it runs. */
export const windowStates = ['focused', 'visible', 'minimised', 'hidden'] as const;

export const NoticeSituation = v.object({
  window: v.picklist(windowStates),
  /** The system's own do-not-disturb; null where it cannot be read: there the system keeps toasts back by itself. */
  quiet: v.nullable(v.boolean()),
  /** Who plays the sound: the page, or the system with the toast, where it alone knows whether it may. */
  sounds: v.picklist(['page', 'system']),
});
export type NoticeSituation = v.InferOutput<typeof NoticeSituation>;

/** What stands between this device and a notification. `daemon`: nobody on this desktop shows notifications. */
export const noticeFaults = ['unsupported', 'daemon', 'failed', 'silent', 'quiet'] as const;

const NoticeReply = v.object({
  /** The same however often the system tells of it. */
  id: Id,
  target: NoticeTarget,
  text: v.pipe(v.string(), v.maxLength(limits.messageText)),
});
export type NoticeReply = v.InferOutput<typeof NoticeReply>;

const nothing = v.object({});
/** What it is about: where that room is in a window of its own, that window is meant, and else the main one. */
const About = v.object({ at: v.optional(RoomAt) });

export const noticeCalls = {
  notify: call(
    'Shows a system notification, in the place of the one that the same room has. A click comes back as `noticeClicked`, an answer as `noticeAnswered`.',
    Notice,
    nothing,
  ),
  closeNotices: call(
    'Takes back the notifications of a room that is in view now, or was read elsewhere.',
    v.object({ server: Id, room: Id }),
    nothing,
  ),
  flash: call('The taskbar asks for attention until the window is looked at.', About, nothing),
  noticeSituation: call('How the window stands, and whether the system wants quiet.', About, NoticeSituation),
  takeNotices: call(
    'Clicks and answers that came before the page listened, once each.',
    nothing,
    v.object({ clicked: v.nullable(NoticeTarget), answered: v.array(NoticeReply) }),
  ),
  tryNotice: call(
    'Shows a notification that leads nowhere, and says what is in its way; null: it was handed to what shows it.',
    v.object({ title: text, body: text }),
    v.object({ fault: v.nullable(v.picklist(noticeFaults)) }),
  ),
} as const;

export const noticePushes = {
  noticeClicked: push('A notification was clicked; the window is in front.', NoticeTarget),
  noticeAnswered: push('Somebody wrote into a notification: once each.', NoticeReply),
} as const;
