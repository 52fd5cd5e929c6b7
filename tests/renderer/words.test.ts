import { expect, test } from 'vitest';
import { hostFailures, refusals, refuse, rules } from '../../protocol';
import { faceOf, FACES, initialOf } from '../../renderer/ui/face';
import { fieldProblem, languageOf, refusalProblem, speech, withParticle, type Particle } from '../../renderer/words';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';

test.each<[string, Particle, string]>([
  ['나래', '을', '나래를'],
  ['한결', '을', '한결을'],
  ['한결', '으로', '한결로'],
  ['윤슬', '이', '윤슬이'],
  ['윤서', '으로', '윤서로'],
  ['지훈', '으로', '지훈으로'],
  ['Mateo', '이', 'Mateo가'],
  ['Daniel', '은', 'Daniel은'],
  ['Daniel', '으로', 'Daniel로'],
  ['7420', '으로', '7420으로'],
  ['7421', '으로', '7421로'],
  ['‘디자인실’', '을', '‘디자인실’을'],
  ['나래 🎉', '과', '나래 🎉와'],
  ['🎉', '이', '🎉가'],
])('%s with 「%s」 is said as %s', (word, particle, said) => {
  expect(withParticle(word, particle)).toBe(said);
});

/** Every sentence of a language, by its path. */
function* sentences(words: object, path = ''): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === 'object' && value !== null) yield* sentences(value as object, `${path}${name}.`);
    else yield [path + name, value];
  }
}

test('Korean says all that English says, and nothing is empty or left in English', () => {
  const [english, korean] = [new Map(sentences(en)), new Map(sentences(ko))];
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [path, said] of korean) {
    if (typeof said === 'function') continue;
    expect(String(said).trim(), path).not.toBe('');
    // A name such as "HTTP long-polling" may stay; a sentence has Hangul in it.
    if (String(english.get(path)).split(' ').length > 2) expect(said, path).toMatch(/[가-힣]/);
  }
});

test('every refusal, rule and failure of a porch has its words in both languages', () => {
  for (const { problems } of [en, ko]) {
    for (const code of Object.keys(refusals) as (keyof typeof refusals)[])
      expect(problems.refusals[code].title, code).not.toBe('');
    for (const code of hostFailures) expect(problems.host[code].advice, code).not.toBe('');
    for (const field of Object.values(problems.fields))
      for (const rule of rules) expect(field[rule]('40')).not.toBe('');
  }
});

test('a broken rule of a field names its limit; anything else has the words of its code', () => {
  speech.speak('en');
  const long = refuse('invalid', { field: 'entries.0.body.text', rule: 'long', limit: 8_000 });
  expect(fieldProblem(long)).toContain('8,000');
  expect(refusalProblem(long).title).toContain('8,000');
  expect(fieldProblem(refuse('invalid', { rule: 'shape' }))).toBeNull();
  expect(refusalProblem(refuse('password-wrong')).title).toBe('This password is not right.');
  speech.speak('ko');
  expect(refusalProblem(refuse('password-wrong')).title).toBe('암호가 맞지 않아요.');
});

test('Korean of any region gives Korean, all else English', () => {
  expect(['ko', 'ko-KR', 'en-US', 'kok-IN', ''].map(languageOf)).toEqual(['ko', 'ko', 'en', 'en', 'en']);
});

test('a face is the same everywhere and begins with what one sees', () => {
  const narae = '01890000-0000-7000-8000-000000000001';
  expect(faceOf(narae)).toBe(faceOf(narae));
  expect(new Set(Array.from({ length: 200 }, (_, place) => faceOf(`member ${place}`))).size).toBe(FACES);
  expect(['나래', ' mateo', '👨‍👩‍👧 가족', ''].map(initialOf)).toEqual(['나', 'M', '👨‍👩‍👧', '?']);
});
