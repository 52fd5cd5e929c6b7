/** What main and the server's process say to each other. Each side parses what it hears. */
import * as v from 'valibot';
import { Fingerprint, HostFailure, Id, Password, Port, ReachableAddress, ServerName, Token } from '../../protocol';

/** A porch as it is opened. */
export const Porch = v.object({
  name: ServerName,
  port: Port,
  /** Absent: the one the porch has stays; null takes it away. Sent with the first start only, kept nowhere in main. */
  password: v.optional(v.nullable(Password)),
  /** Whether people may come over plain HTTP. */
  guests: v.boolean(),
  /** Whether strangers, and the network, are told that it is there. */
  announce: v.boolean(),
});
export type Porch = v.InferOutput<typeof Porch>;

/** All a process needs to open one. */
export const Opening = v.object({
  porch: Porch,
  /** How many next ports may be tried where the one asked for is taken. */
  portTries: v.number(),
  /** The address to bind. */
  bind: v.string(),
  /** Absolute paths: the server's data, the page it serves to browsers, the bundle of its store's worker. */
  folder: v.string(),
  page: v.string(),
  storeWorker: v.string(),
  /** What this machine has of a newer Maru, for those near. */
  updates: v.string(),
  /** The window's proof that it is the host's own. */
  hostKey: Token,
});
export type Opening = v.InferOutput<typeof Opening>;

export const ToHost = v.variant('type', [
  v.object({ type: v.literal('open'), opening: Opening }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('count') }),
]);
export type ToHost = v.InferOutput<typeof ToHost>;

/** What the process knows of a server that serves. */
export const Serving = v.object({
  id: Id,
  name: ServerName,
  port: Port,
  password: v.boolean(),
  guests: v.boolean(),
  announce: v.boolean(),
  fingerprint: Fingerprint,
  url: v.string(),
  addresses: v.array(ReachableAddress),
});
export type Serving = v.InferOutput<typeof Serving>;

export const FromHost = v.variant('type', [
  v.object({ type: v.literal('serving'), serving: Serving }),
  v.object({ type: v.literal('failed'), failure: HostFailure }),
  /** How many members are here, the host with them. */
  v.object({ type: v.literal('here'), here: v.number() }),
]);
export type FromHost = v.InferOutput<typeof FromHost>;
