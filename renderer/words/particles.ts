/**
 * Korean particles take their form from the sound before them. This reads the last thing that is spoken:
 * a Hangul syllable, a digit, or a Latin letter as its name is said in Korean.
 */
const pairs = {
  을: ['을', '를'],
  이: ['이', '가'],
  은: ['은', '는'],
  과: ['과', '와'],
  으로: ['으로', '로'],
  이라는: ['이라는', '라는'],
} as const;
export type Particle = keyof typeof pairs;

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FINALS = 28;
const RIEUL = 8;
/** 영 일 이 삼 사 오 육 칠 팔 구: the final consonant of each, 0 where there is none. */
const DIGIT_FINALS = [21, RIEUL, 0, 16, 0, 0, 1, RIEUL, RIEUL, 0];
/** 엘, 알: ㄹ. 엠: ㅁ, 엔: ㄴ. Every other letter's name ends in a vowel. */
const LETTER_FINALS: Readonly<Record<string, number>> = { l: RIEUL, r: RIEUL, m: 16, n: 4 };

function finalOf(word: string): number {
  const last = [...word.normalize('NFC').toLowerCase()].reverse().find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return (code - FIRST_SYLLABLE) % FINALS;
  if (/^[0-9]$/.test(last)) return DIGIT_FINALS[Number(last)] ?? 0;
  return LETTER_FINALS[last] ?? 0;
}

/**
 * @param word what the particle follows; quotes and other signs at its end are not spoken
 * @param particle the pair, named by its form after a consonant
 * @returns the word with the form that belongs to it: 나래를, 윤슬을, 서울로
 */
export function withParticle(word: string, particle: Particle): string {
  const [afterConsonant, afterVowel] = pairs[particle];
  const final = finalOf(word);
  const consonant = final !== 0 && !(particle === '으로' && final === RIEUL);
  return word + (consonant ? afterConsonant : afterVowel);
}
