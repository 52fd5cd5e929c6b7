/** The ways a connection can be carried, and what became of each on this line. */
import type { Carrier, Step } from './ports';

export type Way = Carrier | 'webtransport';

export type Rung = { way: Way } &
  /** It carries the line, `since` then; the heartbeat is the server's. */
  (
    | { state: 'carries'; since: number; after: number }
    | { state: 'trying'; since: number }
    /** It carried until the line went over to a better one, after so many ms. */
    | { state: 'left'; after: number }
    /** It was tried and did not open. */
    | { state: 'failed'; after: number }
    /** It carried, and the line is over. */
    | { state: 'over' }
    /** The line began better and needs it no more; or it is not among what may be tried; or the server does not offer it. */
    | { state: 'unneeded' | 'unused' | 'unoffered' }
  );

/** @param steps of one line, from `dialling` on */
export function ladderOf(steps: readonly Step[]): readonly Rung[] {
  const first = steps[0];
  const allowed = first?.step === 'dialling' ? first.carriers : [];
  let carrying: Carrier | null = null;
  const rungs: Record<Carrier, Rung> = {
    polling: { way: 'polling', state: 'unused' },
    websocket: { way: 'websocket', state: 'unused' },
  };
  for (const carrier of allowed) rungs[carrier] = { way: carrier, state: 'unneeded' };
  const begun: Partial<Record<Carrier, number>> = {};
  for (const step of steps) {
    switch (step.step) {
      case 'trying':
        begun[step.carrier] = step.at;
        rungs[step.carrier] = { way: step.carrier, state: 'trying', since: step.at };
        break;
      case 'failed':
        // The one that carries fails with its line.
        if (step.carrier !== carrying)
          rungs[step.carrier] = {
            way: step.carrier,
            state: 'failed',
            after: step.at - (begun[step.carrier] ?? step.at),
          };
        break;
      case 'open':
      case 'upgraded': {
        const began = begun[step.carrier] ?? step.at;
        if (carrying && carrying !== step.carrier)
          rungs[carrying] = { way: carrying, state: 'left', after: step.at - (begun[carrying] ?? step.at) };
        carrying = step.carrier;
        rungs[carrying] = { way: carrying, state: 'carries', since: step.at, after: step.at - began };
        break;
      }
      case 'closed':
        for (const way of ['polling', 'websocket'] as const) {
          const { state } = rungs[way];
          if (state === 'carries') rungs[way] = { way, state: 'over' };
          if (state === 'trying') rungs[way] = { way, state: 'failed', after: step.at - (begun[way] ?? step.at) };
        }
        break;
    }
  }
  return [rungs.polling, rungs.websocket, { way: 'webtransport', state: 'unoffered' }];
}
