/**
 * Finds what somebody means by a few keys, in Korean and in any other writing: a part of it, initial consonants (ㅅㅇㄹ for
 * 시안-리뷰), a syllable that is half typed (회으 for 회의실), several words in any order, and, where nothing else is found, the
 * keys of the other keyboard (dkssud for 안녕, ㅡㅁㅅ대 for mateo; 두벌식, KS X 5002).
 */
import { convertHangulToQwerty, convertQwertyToHangul, disassemble } from 'es-hangul';

/** From the first to behind the last, in UTF-16 code units. */
export type Range = readonly [start: number, end: number];

interface Match {
  ranges: readonly Range[];
  /** The lower, the nearer: the whole, its beginning, a word's beginning, inside; behind all of them what was guessed. */
  rank: number;
}

const INSIDE = 3;
const BY_INITIALS = 10;
const IN_PARTS = 20;
const OTHER_KEYS = 40;
/** Longer ones are nobody's search. */
const LONGEST = 80;

/** @returns where the query stands in the text, ascending; nothing stands everywhere; null where it does not */
export function matches(query: string, text: string): readonly Range[] | null {
  return match(query, text)?.ranges ?? null;
}

/**
 * Those that match, the nearest first; among equals the order stays.
 * @param textsOf what each is called, its main name first
 */
export function ranked<T>(
  query: string,
  all: readonly T[],
  textsOf: (one: T) => readonly string[],
): { item: T; ranges: readonly Range[] }[] {
  const found = all.flatMap((item) => {
    const [main, ...others] = textsOf(item).map((text) => match(query, text));
    if (main) return [{ item, ...main }];
    const rank = Math.min(...others.map((other) => other?.rank ?? Infinity));
    // What is drawn is the main name: where another one matched there is nothing to mark in it.
    return rank === Infinity ? [] : [{ item, ranges: [], rank: rank + INSIDE }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ item, ranges }) => ({ item, ranges }));
}

function match(query: string, text: string): Match | null {
  const asked = query.trim().slice(0, LONGEST).normalize('NFC').toLowerCase();
  if (asked === '') return { ranges: [], rank: 0 };
  const cells = cellsOf(text);
  return found(asked, cells) ?? inParts(asked, cells) ?? withOtherKeys(query.trim().slice(0, LONGEST), cells);
}

function inParts(asked: string, cells: readonly Cell[]): Match | null {
  const parts = asked.split(/\s+/u);
  if (parts.length < 2) return null;
  const each = parts.map((part) => found(part, cells));
  if (each.some((one) => !one)) return null;
  const ranges = each.flatMap((one) => one?.ranges ?? []).sort((a, b) => a[0] - b[0]);
  return { ranges: joined(ranges), rank: IN_PARTS };
}

function withOtherKeys(query: string, cells: readonly Cell[]): Match | null {
  const other = /[a-z]/i.test(query) ? convertQwertyToHangul(query) : convertHangulToQwerty(query).toLowerCase();
  const one = other === query ? null : found(other.normalize('NFC'), cells);
  return one && { ...one, rank: one.rank + OTHER_KEYS };
}

/** One sign of a text, in lower case. */
interface Cell {
  sign: string;
  start: number;
  end: number;
}

function cellsOf(text: string): Cell[] {
  let start = 0;
  return Array.from(text, (letter) => {
    const end = start + letter.length;
    const cell = { sign: letter.toLowerCase(), start, end };
    start = end;
    return cell;
  });
}

const isBetween = (sign: string | undefined): boolean => sign !== undefined && /^[^\p{L}\p{N}\p{M}\p{So}]$/u.test(sign);
const isSyllable = (sign: string): boolean => /^[가-힣]$/u.test(sign);
const isConsonant = (sign: string): boolean => /^[ㄱ-ㅎ]$/u.test(sign);
const isHangul = (sign: string): boolean => isSyllable(sign) || isConsonant(sign);

const known = new Map<string, string>();
/** The keys a syllable is typed with: 과 is ㄱㅗㅏ. */
function keysOf(sign: string): string {
  const keys = known.get(sign) ?? disassemble(sign);
  known.set(sign, keys);
  return keys;
}

/**
 * A query as signs to be found, and once more as an input method may have joined them: 시ㅇㄹ arrives as 싱ㄹ, and
 * ㄱㅅ as ㄳ.
 */
function readingsOf(asked: string): string[][] {
  const signs = [...asked];
  const taken = signs.flatMap((sign, at) => {
    if (isConsonant(sign)) return [...disassemble(sign)];
    const next = signs[at + 1];
    const keys = isSyllable(sign) && next !== undefined && isConsonant(next) ? keysOf(sign) : '';
    const last = keys.at(-1) ?? '';
    return isConsonant(last) ? [withoutLast(sign), last] : [sign];
  });
  return taken.join('') === asked ? [signs] : [signs, taken];
}

const FIRST_SYLLABLE = 0xac00;
const FINALS = 28;
/** A syllable without its final consonant (Unicode, chapter 3.12: syllables stand in the order of their parts). */
function withoutLast(sign: string): string {
  const place = (sign.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
  return String.fromCodePoint(FIRST_SYLLABLE + place - (place % FINALS));
}

function found(asked: string, cells: readonly Cell[]): Match | null {
  let best: Match | null = null;
  for (const signs of readingsOf(asked)) {
    const guessed = signs.some(isConsonant) ? BY_INITIALS : 0;
    for (let first = 0; first < cells.length; first += 1) {
      const end = endOf(signs, cells, first);
      if (end === null) continue;
      const place = first === 0 ? (end === cells.length ? 0 : 1) : isBetween(cells[first - 1]?.sign) ? 2 : INSIDE;
      if (best && best.rank <= place + guessed) continue;
      const hit = cells.slice(first, end).filter(({ sign }) => !isBetween(sign) || signs.includes(sign));
      best = { ranges: joined(hit.map(({ start, end: to }) => [start, to])), rank: place + guessed };
    }
  }
  return best;
}

/** Behind the last cell that the signs take from `first` on; null where they do not stand there. */
function endOf(signs: readonly string[], cells: readonly Cell[], first: number): number | null {
  let at = first;
  for (const [place, sign] of signs.entries()) {
    const last = place === signs.length - 1;
    // Korean is spaced freely; and whoever types a space means any gap.
    if (place > 0 && (isHangul(sign) || isBetween(sign) || isBetween(signs[place - 1]))) {
      while (cells[at] && isBetween(cells[at]?.sign) && cells[at]?.sign !== sign) at += 1;
      if (isBetween(sign) && cells[at]?.sign !== sign) continue;
    }
    const cell = cells[at];
    if (!cell) return null;
    const next = taken(sign, last, cells, at);
    if (next === null) return null;
    at = next;
  }
  return at;
}

function taken(sign: string, last: boolean, cells: readonly Cell[], at: number): number | null {
  const here = cells[at]?.sign ?? '';
  if (sign === here) return at + 1;
  if (!isSyllable(here)) return null;
  const keys = keysOf(here);
  if (isConsonant(sign)) return keys.startsWith(sign) ? at + 1 : null;
  if (!last || !isSyllable(sign)) return null;
  const typed = keysOf(sign);
  if (keys.startsWith(typed)) return at + 1;
  // 싱 on the way to 시안: what stands as a final is the beginning of the next syllable.
  if (!typed.startsWith(keys)) return null;
  let next = at + 1;
  while (isBetween(cells[next]?.sign)) next += 1;
  const following = cells[next]?.sign ?? '';
  return isSyllable(following) && keysOf(following).startsWith(typed.slice(keys.length)) ? next + 1 : null;
}

/** Ranges that touch become one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = [];
  for (const [start, end] of ranges) {
    const before = result.at(-1);
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else result.push([start, end]);
  }
  return result;
}
