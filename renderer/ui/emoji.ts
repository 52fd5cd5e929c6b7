/**
 * All emoji with their names in both languages (CLDR) and the short names of chats, and finding one by a word of any of
 * them. Loaded when they are first wanted, from where this page came: nobody on the network is asked.
 */
import type { Language } from '../../protocol';
import { matches } from '../words/matching';

/** In the order they are shown; the number is that of the lists' `group`. */
const numbers = {
  smileys: 0,
  people: 1,
  nature: 3,
  food: 4,
  travel: 5,
  activities: 6,
  objects: 7,
  symbols: 8,
  flags: 9,
} as const;
export type EmojiGroup = keyof typeof numbers;
export const emojiGroups = Object.keys(numbers) as EmojiGroup[];

export interface Emoji {
  emoji: string;
  group: EmojiGroup;
  name: Readonly<Record<Language, string>>;
  /** What stands between colons: +1, tada. */
  codes: readonly string[];
  /** All it is found by, names and codes first, in lower case. */
  words: readonly string[];
  /** So many of these are names and codes; what follows is only what one may think of. */
  named: number;
  /** By tone, 1 to 5; empty for one that has none. */
  skins: readonly string[];
}

/** Of the Emoji standard: what newer ones look like, many systems do not know. */
const NEWEST = 14;
export const tones = [1, 2, 3, 4, 5] as const;

let loading: Promise<readonly Emoji[]> | null = null;
let loaded: readonly Emoji[] | null = null;

/** @throws where they cannot be had now; the next call tries again */
export function loadEmoji(): Promise<readonly Emoji[]> {
  loading ??= load().then(
    (all) => (loaded = all),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** Those that were loaded before; null: nobody wanted them so far. */
export const emojiAtHand = (): readonly Emoji[] | null => loaded;

async function load(): Promise<readonly Emoji[]> {
  const [{ default: english }, { default: korean }] = await Promise.all([
    import('emoji-picker-element-data/en/github/data.json'),
    import('emoji-picker-element-data/ko/cldr-native/data.json'),
  ]);
  const inKorean = new Map(korean.map((one) => [one.emoji, one]));
  return english.flatMap((one) => {
    const group = emojiGroups.find((name) => numbers[name] === one.group);
    if (!group || one.version > NEWEST) return [];
    const ko = inKorean.get(one.emoji);
    const codes = one.shortcodes ?? [];
    const named = [one.annotation, ...(ko ? [ko.annotation] : []), ...codes];
    return [
      {
        emoji: qualified(one.emoji),
        group,
        name: { en: one.annotation, ko: ko?.annotation ?? one.annotation },
        codes,
        words: [...named, ...(one.tags ?? []), ...(ko?.tags ?? [])].map((word) => word.toLowerCase().normalize('NFC')),
        named: named.length,
        skins: tones.flatMap((tone) => one.skins?.find((skin) => skin.tone === tone)?.emoji ?? []),
      },
    ];
  });
}

/** As UTS 51 has it: what is drawn as a picture anyway bears no variation selector, so that one emoji is one reaction. */
const qualified = (emoji: string): string => emoji.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, '$1');

/** Whole word, beginning, a later word's beginning, anywhere in it. */
const nearness = (word: string, asked: string): number => {
  if (word === asked) return 0;
  const at = word.indexOf(asked);
  if (at === -1) return Infinity;
  return at === 0 ? 1 : /[\s_-]/.test(word.charAt(at - 1)) ? 2 : 3;
};

/** @returns the nearest first, at most so many */
export function findEmoji(all: readonly Emoji[], query: string, most: number): Emoji[] {
  const asked = query.trim().toLowerCase().normalize('NFC');
  if (asked === '') return [];
  const parts = asked.split(/\s+/u);
  const rankOf = ({ words, named }: Emoji): number => {
    // Of what one may think of, only the whole word comes before a part of a name.
    const far = (near: number, at: number) => (at < named ? near : near === 0 ? 0.5 : near + 2);
    const each = parts.map((part) => Math.min(...words.map((word, at) => far(nearness(word, part), at) + at / 1_000)));
    return Math.max(...each);
  };
  let found = all.map((emoji) => ({ emoji, rank: rankOf(emoji) })).filter(({ rank }) => rank < Infinity);
  // Initials (ㅎㅌ) and half-typed syllables are dearer to look for, so only where nothing else is found.
  if (found.length === 0 && /[ㄱ-ㅎ가-힣]$/u.test(asked))
    found = all.flatMap((emoji) => (matches(asked, emoji.name.ko) ? [{ emoji, rank: emoji.name.ko.length }] : []));
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}

/** The one that is meant by a whole code (:tada:) or a whole Korean name (:하트:). */
export const emojiCalled = (all: readonly Emoji[], code: string): Emoji | undefined =>
  all.find(({ codes }) => codes.includes(code.toLowerCase())) ??
  all.find(({ name }) => name.ko.replaceAll(' ', '_') === code || name.ko === code);

const OFTEN = 'maru.emoji';
const OFTEN_KEPT = 24;

/** Those that were chosen last on this device, the last one first. */
export function oftenUsed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(OFTEN) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(0, OFTEN_KEPT) : [];
  } catch {
    return [];
  }
}

export function noteUse(emoji: string): void {
  try {
    const others = oftenUsed().filter((one) => one !== emoji);
    localStorage.setItem(OFTEN, JSON.stringify([emoji, ...others].slice(0, OFTEN_KEPT)));
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

const TONE = 'maru.emoji-tone';

/** The tone that was chosen on this device; 0: none. */
export function toneChosen(): number {
  try {
    return Number(localStorage.getItem(TONE) ?? 0) || 0;
  } catch {
    return 0;
  }
}

export function chooseTone(tone: number): void {
  try {
    localStorage.setItem(TONE, String(tone));
  } catch {
    // As above: it holds while the picker is open.
  }
}

/** As it looks in a tone; one that has none stays as it is. */
export const inTone = ({ emoji, skins }: Emoji, tone: number): string => skins[tone - 1] ?? emoji;
