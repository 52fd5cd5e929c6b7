/** What a kind of fault is made of: where people and the server are, how they talk, and what befalls them. */
import { join } from 'node:path';
import type { Random } from '../../client';
import { limits } from '../../protocol';
import type { Headless } from '../support/headless';
import type { Stored } from './checker';
import type { Line } from './journal';
import type { Person } from './people';

/** How people talk in a round: how many of them, how many things each, how far apart (ms), how long (UTF-16 code units). */
export interface Talk {
  people: number;
  count: number;
  every: number;
  length?: number;
}

/** What a fault can reach while people talk. */
export interface Stage {
  readonly random: Random;
  readonly people: readonly Person[];
  readonly talk: Talk;
  /** The server's process that runs now. */
  server(): Headless;
  /** Starts the server again, on the same folder and port. */
  startServer(): Promise<void>;
  /**
   * Waits for a moment by chance within one of so many equal parts of the talk. The instant of a fault is what a
   * campaign is about: with `lasts` the only place where a test waits for time.
   */
  moment(parts: number): Promise<void>;
  /** How long a fault lasts, in ms. */
  lasts(ms: number): Promise<void>;
  /** A figure or a word for the end of the campaign. Of figures with one name the largest is printed. */
  note(what: string, value: number | string): void;
}

/** What remains of a round, beside the letters. */
export interface Outcome {
  store: readonly (Stored & { at: number })[];
  people: readonly { name: string; lines: readonly Line[] }[];
}

export interface Scene {
  dataDir: string;
  /** Where people reach the server. */
  host: string;
  /** Words before the command of the server, and of each person. */
  server: readonly string[];
  person(index: number): readonly string[];
  /** Only people reach the server there; the test does not. */
  apart: boolean;
  /** Lets things happen while people talk. @returns how many faults there were */
  strike(stage: Stage): Promise<number>;
  /** Null, or how one sees that the fault never reached anybody: a round that proves nothing has failed. */
  missed(outcome: Outcome): string | null;
  remove(): void | Promise<void>;
}

export interface Setting {
  /** The round's own folder. */
  folder: string;
  seed: number;
  random: Random;
  talk: Talk;
  /** A sample among other tests: faults are as short as they can be and still bite. */
  brief: boolean;
}

export interface Kind {
  readonly name: string;
  /** One sentence on what is done. */
  readonly what: string;
  readonly talk: Talk;
  /** How people talk in a sample among other tests; half as many and half as much without it. */
  readonly sample?: Partial<Talk>;
  /** It needs the whole machine; without it, two rounds are played at a time. */
  readonly alone?: boolean;
  /** Null, or why it cannot be played on this machine. */
  lacking(): string | null;
  set(setting: Setting): Promise<Scene> | Scene;
}

/** Everybody on this machine's loopback, and nothing special anywhere. */
export const loopback = (folder: string): Omit<Scene, 'strike'> => ({
  dataDir: join(folder, 'porch'),
  host: '127.0.0.1',
  server: [],
  person: () => [],
  apart: false,
  missed: () => null,
  remove: () => {},
});

/** 20 messages a second each. */
export const lively: Talk = { people: 8, count: 30, every: 50 };

/** By then everybody has noticed that nothing comes any more: a heartbeat stayed out, and a moment for it to be seen. In ms. */
export const NOTICED = limits.heartbeatInterval + limits.heartbeatTimeout + 2_000;

/** For `missed`: somebody's connection went away, and came back. */
export const nobodyLost = ({ people }: Outcome): string | null =>
  people.some(({ lines }) => lines.some(({ t }) => t === 'back')) ? null : 'nobody lost the connection';
