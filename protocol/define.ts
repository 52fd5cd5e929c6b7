/**
 * The two shapes everything said in Maru has: a *call* (asked, answered) and a *push* (told).
 * Types, parsers, handler tables, the preload bridge and docs/protocol.md are all derived from them.
 */
import type * as v from 'valibot';
import type { Refusal } from './refusals';

/** A schema that needs no I/O to decide. Its parsed value is what the program works with, never the raw input. */
export type Schema<T = unknown> = v.GenericSchema<unknown, T>;

export interface Call<I extends Schema = Schema, O extends Schema = Schema> {
  /** One sentence for docs/protocol.md: what it does and promises. */
  readonly summary: string;
  readonly input: I;
  readonly output: O;
}

export interface Push<P extends Schema = Schema> {
  readonly summary: string;
  readonly payload: P;
}

export type Calls = Readonly<Record<string, Call>>;
export type Pushes = Readonly<Record<string, Push>>;

export const call = <I extends Schema, O extends Schema>(summary: string, input: I, output: O): Call<I, O> => ({
  summary,
  input,
  output,
});
export const push = <P extends Schema>(summary: string, payload: P): Push<P> => ({ summary, payload });

/** Every answer to every call. A refusal is a value, never a thrown string. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };

export type Input<C extends Call> = v.InferOutput<C['input']>;
export type Output<C extends Call> = v.InferOutput<C['output']>;
export type Payload<P extends Push> = v.InferOutput<P['payload']>;

/** What a caller sees: one typed function for the whole table. */
export type CallFunction<T extends Calls> = <N extends keyof T & string>(
  name: N,
  input: Input<T[N]>,
) => Promise<Answer<Output<T[N]>>>;

/** Listens to one push; the returned function stops listening. */
export type OnFunction<T extends Pushes> = <N extends keyof T & string>(
  name: N,
  listener: (payload: Payload<T[N]>) => void,
) => () => void;
