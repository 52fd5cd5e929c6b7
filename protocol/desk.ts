/** How the app lives on its desktop: its start, its tray, its closing. And what of its servers the desktop shows. */
import * as v from 'valibot';
import { Id } from './ids';
import { limits } from './limits';
import { Time } from './model';

/** Saved as a whole: what is not named is as it is at a first start. */
export const Desk = v.object({
  /** Closing the window hides it, where a tray can bring it back. */
  closeToTray: v.optional(v.boolean(), true),
  /** It starts when this person signs in to the system. */
  autostart: v.optional(v.boolean(), false),
  /** Started by the system, it shows no window. */
  startHidden: v.optional(v.boolean(), true),
  /**
   * A porch that was open when the app ended is opened again when it starts. Not unless somebody says so: a laptop wakes
   * up in other networks than it went to sleep in.
   */
  reopenPorch: v.optional(v.boolean(), false),
});
export type Desk = v.InferOutput<typeof Desk>;

/** Of a first start. */
export const firstDesk: Desk = v.parse(Desk, {});

/** From the best to the worst. `reconnecting`: it tries by itself, also for the first time. */
export const serverStates = ['connected', 'reconnecting', 'offline'] as const;
export type ServerState = (typeof serverStates)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One server as the tray tells of it. */
export const ServerStatus = v.object({
  id: Id,
  name: v.pipe(v.string(), v.maxLength(limits.noticeText)),
  state: v.picklist(serverStates),
  unread: count,
});
export type ServerStatus = v.InferOutput<typeof ServerStatus>;

/** For how long nobody is disturbed, as the tray offers it. */
export const trayTerms = ['half', 'one', 'two', 'tomorrow'] as const;
export type TrayTerm = (typeof trayTerms)[number];

/** What title, taskbar and tray say. */
export const DeskStatus = v.object({
  title: v.pipe(v.string(), v.maxLength(limits.noticeText)),
  unread: count,
  servers: v.optional(v.pipe(v.array(ServerStatus), v.maxLength(limits.statusServers)), []),
  /** Until when nobody disturbs this person on any server that is connected; null: on some they do. Absent: none is connected. */
  quietUntil: v.optional(v.nullable(Time)),
});
export type DeskStatus = v.InferOutput<typeof DeskStatus>;
