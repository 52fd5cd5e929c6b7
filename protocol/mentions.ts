/**
 * Finds who is named in a text: an @ and somebody's name. What Korean puts behind a name without a space (a particle, 님, a
 * title) does not hide it. Code, addresses and links name nobody. Names and texts are compared in NFC.
 */
import { everybodies, type Mention } from './entries';

export interface FoundMention extends Mention {
  /** From the @ to behind the name's last sign, in UTF-16 code units. */
  start: number;
  end: number;
}

type Everybody = (typeof everybodies)[number];

/** Titles and forms of address that follow a name directly. */
const ADDRESS =
  '(?:팀장|실장|부장|차장|과장|대리|주임|사원|본부장|센터장|이사|상무|전무|대표|사장|회장|교수|선생|박사|감독|작가|기자|매니저|선배|후배|조장|반장)?' +
  '(?:님|씨|군|양|쌤|형|누나|언니|오빠)?들?';
/** Particles and endings of the copula (표준국어대사전), each by the form it has behind a name. */
const PARTICLES = [
  ...[
    '이',
    '가',
    '은',
    '는',
    '을',
    '를',
    '의',
    '도',
    '만',
    '와',
    '과',
    '랑',
    '이랑',
    '하고',
    '이나',
    '나',
    '이든',
    '든',
  ],
  ...['아', '야', '이야', '여', '이여', '에게', '에게서', '한테', '한테서', '께', '께서', '보고', '더러', '에', '에서'],
  ...[
    '로',
    '으로',
    '부터',
    '까지',
    '마저',
    '조차',
    '밖에',
    '뿐',
    '처럼',
    '같이',
    '만큼',
    '보다',
    '대로',
    '마다',
    '치고',
  ],
  ...['라도', '이라도', '커녕', '네', '요', '이요', '라고', '이라고', '라는', '이라는', '란', '이란', '라면', '이라면'],
  ...[
    '예요',
    '이에요',
    '이예요',
    '입니다',
    '인가요',
    '인데',
    '인데요',
    '인지',
    '이고',
    '고',
    '이며',
    '며',
    '이면',
    '면',
  ],
  ...[
    '죠',
    '이죠',
    '지',
    '이지',
    '니',
    '이니',
    '니까',
    '이니까',
    '든지',
    '이든지',
    '씩',
    '이었어요',
    '였어요',
    '일까요',
  ],
];
/** What may stand between a name and the next word: 님, 이랑, 팀장님께서는, 이한테만은 … */
const BEHIND_A_NAME = new RegExp(
  `^${ADDRESS}이?(?:${PARTICLES.sort((a, b) => b.length - a.length).join('|')}){0,3}$`,
  'u',
);

const HANGUL_RUN = /^[가-힣]+/u;
const LETTER = /^[\p{L}\p{N}\p{M}]/u;
const HANGUL = /^[가-힣]/u;

/**
 * @param candidates who may be named, in NFC; of two with one name the first is taken
 * @returns ascending; where one name begins another, the longer one
 */
export function findMentions(text: string, candidates: readonly Mention[]): FoundMention[] {
  const byLength = [...candidates].sort((a, b) => b.name.length - a.name.length);
  const found: FoundMention[] = [];
  for (const at of signsIn(text)) {
    if (at < (found.at(-1)?.end ?? 0)) continue;
    const hit = byLength.find(({ name }) => standsAt(text, at + 1, name));
    if (hit) found.push({ member: hit.member, name: hit.name, start: at, end: at + 1 + hit.name.length });
  }
  return found;
}

/** Whether a text calls everybody, but for where a person is named so; `room` is more than `here`. */
export function findEverybody(text: string, found: readonly FoundMention[] = []): Everybody | null {
  const taken = new Set(found.map(({ start }) => start));
  const called = signsIn(text).filter((at) => !taken.has(at));
  return everybodies.find((word) => called.some((at) => standsAt(text, at + 1, word))) ?? null;
}

/** Words behind an @ that name nobody, with where they stand: as somebody may have meant a person by them. */
export function findNobodies(
  text: string,
  found: readonly FoundMention[],
): { name: string; start: number; end: number }[] {
  const taken = new Set(found.map(({ start }) => start));
  return signsIn(text).flatMap((at) => {
    const [name = ''] = /^[\p{L}\p{N}\p{M}_-]+/u.exec(text.slice(at + 1, at + 64)) ?? [];
    if (name === '' || taken.has(at) || everybodies.some((word) => standsAt(text, at + 1, word))) return [];
    return [{ name, start: at, end: at + 1 + name.length }];
  });
}

/**
 * Whether one of these words stands in a text as a word of its own, whatever its case: what Korean puts behind it without a
 * space does not hide it, as behind a name.
 * @param words in NFC, none of them empty
 */
export function findWord(text: string, words: readonly string[]): string | null {
  const stands = (word: string) =>
    [...text.matchAll(new RegExp(word.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&'), 'giu'))].some(
      ({ index }) =>
        !/[\p{L}\p{N}\p{M}]$/u.test(text.slice(Math.max(0, index - 2), index)) && standsAt(text, index, word),
    );
  return words.find(stands) ?? null;
}

/** A name stands at this place as a word of its own. */
function standsAt(text: string, at: number, name: string): boolean {
  const here = text.slice(at, at + name.length);
  if (name === '' || (here !== name && here.toLowerCase() !== name.toLowerCase())) return false;
  const rest = text.slice(at + name.length, at + name.length + 32);
  // @example.com is a host, @one@two an address.
  if (/^(?:\.[a-z0-9]|@)/iu.test(rest)) return false;
  if (!LETTER.test(rest)) return true;
  const [run] = HANGUL_RUN.exec(rest) ?? [];
  if (run === undefined) return false;
  return BEHIND_A_NAME.test(run) || !HANGUL.test(name.slice(-1));
}

/** Where an @ stands that may begin a name. */
function signsIn(text: string): number[] {
  const signs: number[] = [];
  if (!text.includes('@')) return signs;
  const closed = [...codeIn(text), ...linksIn(text)].sort((a, b) => a[0] - b[0]);
  let next = 0;
  /** Ranges that began before a sign are over at the furthest of their ends. */
  let over = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    for (; (closed[next]?.[0] ?? Infinity) <= at; next += 1) over = Math.max(over, closed[next]?.[1] ?? 0);
    // Whoever writes Korean may leave no space; an address has no Hangul before its @.
    const inWord = /[^\P{L}가-힣]$|[\p{N}_.%+@-]$/u.test(text.slice(Math.max(0, at - 2), at));
    if (!inWord && at >= over) signs.push(at);
  }
  return signs;
}

/** What goes on behind a scheme until the next space. */
function linksIn(text: string): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 1)) {
    const space = text.slice(at).search(/\s/u);
    ranges.push([at, space === -1 ? text.length : at + space]);
    if (space === -1) break;
    at += space;
  }
  return ranges;
}

/** Fenced blocks, and spans between runs of as many backticks (CommonMark §4.5, §6.1). */
function codeIn(text: string): [start: number, end: number][] {
  if (!/[`~]/u.test(text)) return [];
  const ranges: [number, number][] = [];
  const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*$/gmu;
  for (let open = fence.exec(text); open; open = fence.exec(text)) {
    const [line, mark = ''] = open;
    const closing = new RegExp(`^ {0,3}${mark.charAt(0)}{${mark.length},}[ \\t]*$`, 'gmu');
    closing.lastIndex = open.index + line.length;
    const close = closing.exec(text);
    const end = close ? close.index + close[0].length : text.length;
    ranges.push([open.index, end]);
    fence.lastIndex = end;
  }
  const runs = [...text.matchAll(/`+/gu)].filter(
    ({ index }) => !ranges.some(([from, to]) => index >= from && index < to),
  );
  for (let first = 0; first < runs.length; first += 1) {
    const open = runs[first];
    let last = first + 1;
    while (last < runs.length && runs[last]?.[0].length !== open?.[0].length) last += 1;
    const close = runs[last];
    if (!open || !close) continue;
    ranges.push([open.index, close.index + close[0].length]);
    first = last;
  }
  return ranges;
}
