/** What this profile knows of servers' keys: by the server's id, and by the place where it answers. */
import * as v from 'valibot';
import { Fingerprint, Id, Time, TrustedHow } from '../../protocol';
import type { JsonFile } from '../json-file';

/** A key that this profile holds on to, and why. */
export const Pin = v.object({ fingerprint: Fingerprint, how: TrustedHow, since: Time });
export type Pin = v.InferOutput<typeof Pin>;

/** Names under which the system's authorities vouched for a server that has no pin. */
const Names = v.array(v.string());

const Known = v.object({ pin: v.optional(Pin), names: v.optional(Names) });
/** What is known of one server. Never both: a pinned server has no use for an authority. */
export type Known = { readonly pin: Pin } | { readonly names: readonly string[] };

/** `HOST:PORT` leads to the server that answered there last. */
const Place = v.object({ server: Id });

export const PinsFile = v.object({ servers: v.record(Id, Known), places: v.record(v.string(), Place) });
export type PinsFile = v.InferOutput<typeof PinsFile>;
export const noPins: PinsFile = { servers: {}, places: {} };

export class Pins {
  readonly #file: JsonFile<PinsFile>;
  /** Read once: a file that is damaged or made older while the app runs changes nothing in this run. */
  #all: PinsFile | null = null;

  constructor(file: JsonFile<PinsFile>) {
    this.#file = file;
  }

  server(id: Id): Known | null {
    const known = this.#read().servers[id];
    if (known?.pin) return { pin: known.pin };
    return known?.names ? { names: known.names } : null;
  }

  /** The server that answered at `HOST:PORT` last. */
  at(place: string): Id | null {
    return this.#read().places[place]?.server ?? null;
  }

  /** The server whose pin this is. */
  holderOf(fingerprint: Fingerprint): Id | null {
    const found = Object.entries(this.#read().servers).find(([, { pin }]) => pin?.fingerprint === fingerprint);
    return found?.[0] ?? null;
  }

  /**
   * Holds on to what is known of a server, and to where it answers.
   * @throws the system's error where the profile's folder cannot be written; in this run it holds all the same
   */
  keep(server: Id, known: Known, place: string): void {
    const { servers, places } = this.#read();
    if (JSON.stringify(servers[server]) === JSON.stringify(known) && places[place]?.server === server) return;
    const kept = 'pin' in known ? { pin: known.pin } : { names: [...known.names] };
    this.#all = { servers: { ...servers, [server]: kept }, places: { ...places, [place]: { server } } };
    this.#file.write(this.#all);
  }

  #read(): PinsFile {
    return (this.#all ??= this.#file.read());
  }
}
