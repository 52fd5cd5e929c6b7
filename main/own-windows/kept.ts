/** What is remembered of rooms' own windows: which were open, in which form, and where each stood. */
import * as v from 'valibot';
import { limits, RoomAt, type Id } from '../../protocol';
import type { JsonFile } from '../json-file';
import type { Log } from '../log';
import { noPlaces, Places } from '../place';

const KeptRoom = v.object({
  ...RoomAt.entries,
  open: v.boolean(),
  mini: v.boolean(),
  /** By form: a small window stands elsewhere. */
  whole: Places,
  small: Places,
});
type KeptRoom = v.InferOutput<typeof KeptRoom>;

/** The one that was used last first. */
export const KeptRooms = v.object({ rooms: v.pipe(v.array(KeptRoom), v.maxLength(limits.ownWindowsKept)) });
export type KeptRooms = v.InferOutput<typeof KeptRooms>;
export const noRooms: KeptRooms = { rooms: [] };

const isOf =
  ({ server, room }: RoomAt) =>
  (one: RoomAt): boolean =>
    one.server === server && one.room === room;

export class Kept {
  readonly #file: JsonFile<KeptRooms>;
  readonly #log: Log;

  constructor(file: JsonFile<KeptRooms>, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Those that were open last, at most as many as may be. */
  get open(): readonly KeptRoom[] {
    return this.#file
      .read()
      .rooms.filter(({ open }) => open)
      .slice(0, limits.ownWindows);
  }

  of(at: RoomAt): KeptRoom {
    const { server, room } = at;
    const usual: KeptRoom = { server, room, open: false, mini: false, whole: noPlaces, small: noPlaces };
    return this.#file.read().rooms.find(isOf(at)) ?? usual;
  }

  note(at: RoomAt, change: Partial<Omit<KeptRoom, keyof RoomAt>>): void {
    const others = this.#file.read().rooms.filter((one) => !isOf(at)(one));
    this.#write([{ ...this.of(at), ...change }, ...others].slice(0, limits.ownWindowsKept));
  }

  /** Its person left the server: nothing of its rooms is known any more. */
  forget(server: Id): void {
    const { rooms } = this.#file.read();
    const others = rooms.filter((one) => one.server !== server);
    if (others.length < rooms.length) this.#write(others);
  }

  /** The places of one form, as a file of their own. */
  places(at: RoomAt, form: 'whole' | 'small'): JsonFile<Places> {
    return { read: () => this.of(at)[form], write: (places) => this.note(at, { [form]: places }) };
  }

  #write(rooms: KeptRooms['rooms']): void {
    try {
      this.#file.write({ rooms });
    } catch (error) {
      this.#log.error('what is known of rooms’ windows could not be written', error);
    }
  }
}
