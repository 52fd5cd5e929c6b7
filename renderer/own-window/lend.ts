/**
 * Lends a session to another window. What was subscribed through it ends with the loan, and what goes wrong in a listener
 * over there is told, and stays there: the owner's own listeners hear everything.
 */
import type { Session } from '../../client';

type Call = (...args: unknown[]) => unknown;

export interface Loan {
  readonly session: Session;
  /** The same for anything else that can be watched. */
  also<T extends object>(watchable: T): T;
  end(): void;
}

/** The session's own objects; what it answers beside them is plain data. */
const parts: readonly (keyof Session)[] = ['talk', 'rooms', 'company', 'drafts', 'moderation', 'inspection'];

const isCall = (value: unknown): value is Call => typeof value === 'function';
const isWatchable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && isCall(Reflect.get(value, 'subscribe'));

/** @param failed hears what a listener over there threw */
export function lend(session: Session, failed: (error: unknown) => void): Loan {
  let over = false;
  const stops = new Set<() => void>();
  const known = new WeakMap<object, object>();

  const heard =
    (listener: Call): Call =>
    (...args) => {
      if (over) return undefined;
      try {
        return listener(...args);
      } catch (error) {
        return failed(error);
      }
    };
  const ending = (stop: Call) => {
    const end = () => {
      stops.delete(end);
      stop();
    };
    stops.add(end);
    return end;
  };
  const called =
    (target: object, work: Call): Call =>
    (...args) => {
      const answer = Reflect.apply(
        work,
        target,
        args.map((one) => (isCall(one) ? heard(one) : one)),
      ) as unknown;
      // What a session gives back as a function ends what was begun.
      if (isCall(answer)) return ending(answer);
      return isWatchable(answer) ? through(answer) : answer;
    };
  const through = <T extends object>(target: T): T => {
    const before = known.get(target);
    if (before) return before as T;
    const calls = new Map<PropertyKey, Call>();
    const proxy = new Proxy(target, {
      get(of, key) {
        const value: unknown = Reflect.get(of, key, of);
        if (isCall(value)) {
          const call = calls.get(key) ?? called(of, value);
          calls.set(key, call);
          return call;
        }
        const isPart = of === (session as object) && parts.includes(key as keyof Session);
        return (isPart && typeof value === 'object' && value !== null) || isWatchable(value) ? through(value) : value;
      },
    });
    known.set(target, proxy);
    return proxy;
  };
  return {
    session: through(session),
    also: through,
    end() {
      over = true;
      for (const stop of [...stops]) stop();
    },
  };
}
