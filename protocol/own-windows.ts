/** Rooms in windows of their own: what the page that owns the connections asks main about them. */
import * as v from 'valibot';
import { call } from './define';
import { Id } from './ids';
import { limits } from './limits';

/** The one page they show, in the folder of the window's own. */
export const OWN_WINDOW_PAGE = 'own-window/room.html';

/** What one is about. */
export const RoomAt = v.object({ server: Id, room: Id });
export type RoomAt = v.InferOutput<typeof RoomAt>;

/**
 * show: it comes forward. mini: small, and above other windows where the system allows that. whole: as it was.
 * owner: the main window comes forward in its place.
 */
export const ownWindowDeeds = ['show', 'mini', 'whole', 'owner'] as const;
export type OwnWindowDeed = (typeof ownWindowDeeds)[number];

/** Which window it is, in its name and after the # of its address: the page in it has no other way to know. */
export const nameOfOwnWindow = ({ server, room }: RoomAt): string => `${server}/${room}`;

/** @param name @returns what it is about; null for anything that is not exactly such a name */
export function roomOfName(name: string): RoomAt | null {
  const [server, room, more] = name.split('/');
  const parsed = v.safeParse(RoomAt, { server, room });
  return parsed.success && more === undefined ? parsed.output : null;
}

export const ownWindowCalls = {
  ownWindows: call(
    'The rooms whose windows are open now, or were when the app ended: the page opens these.',
    v.object({}),
    v.object({
      windows: v.pipe(v.array(v.object({ ...RoomAt.entries, mini: v.boolean() })), v.maxLength(limits.ownWindows)),
    }),
  ),
  ownWindow: call(
    'Does something about a room’s own window; `there`: there is one.',
    v.object({ ...RoomAt.entries, deed: v.picklist(ownWindowDeeds) }),
    v.object({ there: v.boolean() }),
  ),
  forgetOwnWindows: call(
    'A server was left: the windows of its rooms close, and nothing is remembered of them.',
    v.object({ server: Id }),
    v.object({}),
  ),
} as const;
