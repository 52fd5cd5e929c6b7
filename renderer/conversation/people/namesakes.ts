/**
 * Who could be taken for somebody else by their name. Two names with one skeleton look the same to a hurried reader
 * (after UTS 39 §4, skeletons of confusable strings, made coarser: case, accents, gaps and punctuation do not tell apart).
 * Everybody in such a group gets a mark from their id, also who came first: nobody can see who that was.
 */
import type { Id, Member } from '../../../protocol';

/**
 * Letters of other scripts that are drawn as Latin ones, in pairs of theirs and ours. A part of UTS 39's confusables.txt (15.0)
 * and what the same letter in the other case is drawn as: Cyrillic, then Greek, Armenian, lone Hangul letters and lines.
 */
const DRAWN_ALIKE = [
  'аaАAВBвbеeЕEѐeёeоoОOрpРPсcСCуyУYүyҮYхxХXкkКKмmМMнhНHтtТTѕsЅSіiІIїiјjЈJһhҺHԁdԛqԚQԝwԜWгrьbЗ3з3',
  'αaΑAβbΒBεeΕEΖZηnΗHιiΙIκkΚKμuΜMνvΝNοoΟOρpΡPτtΤTυuΥYχxΧXϲcϹCϳjγyωwσo',
  'օoսuհhոnցgզq',
  "ᄋoᅵlᄆ口ᅳ-ー-一-〇oʼ'ıi",
].join('');
const alike = new Map<string, string>();
{
  const letters = [...DRAWN_ALIKE];
  for (let at = 0; at + 1 < letters.length; at += 2) alike.set(letters[at] ?? '', letters[at + 1] ?? '');
}

/** Digits and pairs of letters that pose as letters, in lower case (the same table). */
const POSING: readonly (readonly [RegExp, string])[] = [
  [/0/gu, 'o'],
  [/[1|ij]/gu, 'l'],
  [/rn/gu, 'm'],
  [/vv/gu, 'w'],
  [/cl/gu, 'd'],
];
/** What a mark looks like, so that no name can bring its own. */
const OWN_MARK = /\s*·\s*[0-9a-f]{2,}\s*$/iu;
const SILENT = /[\s\p{P}\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** What is left of a name when all is taken away by which people do not tell names apart. Never shown. */
export function skeletonOf(name: string): string {
  const plain = name.replace(OWN_MARK, '').normalize('NFKC');
  const ours = Array.from(plain, (letter) => alike.get(letter) ?? letter).join('');
  // Accents come off their letters, Hangul comes together again.
  const bare = ours.normalize('NFKD').replace(SILENT, '').normalize('NFKC').toLowerCase();
  const latin = Array.from(bare, (letter) => alike.get(letter) ?? letter).join('');
  const skeleton = POSING.reduce((text, [from, to]) => text.replace(from, to), latin);
  return skeleton === '' ? name : skeleton;
}

const known = new WeakMap<ReadonlyMap<Id, Member>, ReadonlyMap<Id, string>>();

/**
 * By member, the mark that tells them from their namesakes: `·` and as much of the end of their id as it takes. Who was
 * removed counts too: what they said still bears their name.
 */
export function namesakesOf(members: ReadonlyMap<Id, Member>): ReadonlyMap<Id, string> {
  const marks = known.get(members) ?? marksOf(members);
  known.set(members, marks);
  return marks;
}

function marksOf(members: ReadonlyMap<Id, Member>): ReadonlyMap<Id, string> {
  const groups = new Map<string, Id[]>();
  for (const { id, name } of members.values()) {
    const skeleton = skeletonOf(name);
    groups.set(skeleton, [...(groups.get(skeleton) ?? []), id]);
  }
  const marks = new Map<Id, string>();
  for (const ids of groups.values()) {
    if (ids.length < 2) continue;
    const length = lengthThatTells(ids);
    for (const id of ids) marks.set(id, `·${endOf(id, length)}`);
  }
  return marks;
}

const SHORTEST = 2;
const endOf = (id: Id, length: number): string => id.replaceAll('-', '').slice(-length);

function lengthThatTells(ids: readonly Id[]): number {
  let length = SHORTEST;
  while (length < 32 && new Set(ids.map((id) => endOf(id, length))).size < ids.length) length += 1;
  return length;
}
