/** So many requests and frames, and what they leave behind. */
import { limits } from '../../protocol';
import { Dice } from './dice';
import { openHouse, type Figures, type House, type Kept } from './house';
import { engineLine, plainLine, pollingLine, requestLine, type Line } from './lines';

export interface Wanted {
  requests: number;
  frames: number;
  seed: number;
  /** Connections at a time. */
  atOnce: number;
  /** How long people may count as here when all have left, in ms; undefined: nobody looks. A visit lasts a while. */
  absence?: number;
}

export interface Outcome {
  lines: number;
  requests: number;
  frames: number;
  before: Figures;
  after: Figures;
  /** What is kept for good: members, rooms, logs. */
  kept: readonly [before: Kept, after: Kept];
  /** How many times the heap of the start. */
  heap: number;
  /** Everything that must not be; each is a bug. */
  regrets: string[];
  seconds: number;
}

/**
 * So much of what is said comes before the start, and is said besides: what a server makes once is made by then, and most of
 * what V8 compiles of it compiled, which stands in its heap, too.
 */
const WARM = 0.3;

/** @param bundle the built server */
export async function fuzz(bundle: string, { requests, frames, seed, atOnce, absence }: Wanted): Promise<Outcome> {
  const begun = performance.now();
  const house = await openHouse(bundle);
  const said = { lines: 0, requests: 0, frames: 0 };
  const regrets: string[] = [];
  const next = (toRequests: number, toFrames: number): Line | null => {
    const [more, moreFrames] = [said.requests < toRequests, said.frames < toFrames];
    if (more && (!moreFrames || said.lines % 2 === 0)) return requestLine;
    if (!moreFrames) return null;
    return [plainLine, engineLine, plainLine, pollingLine, engineLine, plainLine][said.lines % 6] ?? plainLine;
  };
  const run = async (toRequests: number, toFrames: number) => {
    const one = async () => {
      for (
        let line = next(toRequests, toFrames);
        line && house.regrets().length === 0;
        line = next(toRequests, toFrames)
      ) {
        const number = (said.lines += 1);
        const { heard, ...done } = await line(house, new Dice(Math.imul(seed, 0x9e3779b1) ^ number));
        said.requests += done.requests;
        said.frames += done.frames;
        const at = heard.indexOf('"code":"internal"');
        if (at !== -1) regrets.push(`line ${number}: ${heard.slice(Math.max(0, at - 300), at + 300)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    regrets.push(...(await settled(house, absence)));
  };
  try {
    await run(requests * WARM, frames * WARM);
    const keptBefore = await house.kept();
    const before = await house.figures();
    await run(said.requests + requests, said.frames + frames);
    // Whoever has ended says nothing of itself.
    if (house.regrets().length > 0) throw new Error(house.regrets().join('\n'));
    const after = await house.figures();
    const kept = [keptBefore, await house.kept()] as const;
    const seconds = (performance.now() - begun) / 1_000;
    return {
      ...said,
      before,
      after,
      kept,
      heap: after.heap / before.heap,
      regrets: [...regrets, ...house.regrets()],
      seconds,
    };
  } finally {
    await house.close();
  }
}

/** Everybody has left, and has been let go of. @returns what is still there */
async function settled(house: House, absence: number | undefined): Promise<string[]> {
  const begun = performance.now();
  const late = (by: number) => performance.now() - begun > by;
  for (;;) {
    if (house.regrets().length > 0) return [];
    const [{ sockets }, people] = [await house.figures(), absence === undefined ? 0 : await house.people()];
    // Before the question for people, whose connection is one.
    if (sockets === 0 && people === 0) return [];
    if (late(Math.max(GONE, absence ?? 0))) return [`${sockets} sockets and ${people} people are still here`];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What is refused on a connection that is half closed is waited for so long (limits.requestTimeout, and the look for it). */
const GONE = limits.requestTimeout + 2 * limits.requestLook;
