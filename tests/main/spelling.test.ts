/** Spelling: the real dictionaries in their thread, what is never wrong, and what the menu at a wrong word offers. */
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
// @ts-expect-error -- a plain script
import { build } from '../../scripts/build.mjs';
import type { PlaceClicked } from '../../main/context-menu/template';
import { firstSpelling, limits, type Settings } from '../../protocol';

const told: unknown[] = [];
const checking = {
  setSpellCheckerEnabled: (on: boolean) => void told.push(on),
  setSpellCheckerLanguages: (languages: string[]) => void told.push(languages),
  setSpellCheckerDictionaryDownloadURL: (url: string) => void told.push(url),
};
vi.mock('electron', () => ({ session: { defaultSession: checking } }));
const { openChecker } = await import('../../main/spelling/checker');
const { checkSpelling } = await import('../../main/spelling/spelling');
const { contextMenuFor } = await import('../../main/context-menu/template');
const { plainText } = await import('../../preload/plain-text');

const log = { info: () => undefined, error: (text: string) => void told.push(text) } as never;
const file = path.resolve('dist/main/spelling.cjs');
const checker = openChecker({ file, log });
/** Settings as they are kept: what is saved holds at once. */
function settingsWith(spelling = firstSpelling) {
  let current = { theme: 'system', spelling } as Settings;
  const listeners: ((settings: Settings) => void)[] = [];
  return {
    get current() {
      return current;
    },
    onChange: (listener: (settings: Settings) => void) => void listeners.push(listener),
    save(change: object) {
      current = { ...current, ...change };
      listeners.forEach((listener) => listener(current));
      return current;
    },
  };
}
const opened = (settings = settingsWith(), platform: NodeJS.Platform = 'linux') => {
  const spelling = checkSpelling({ checker, settings, platform, log });
  void spelling.start?.();
  const wrong = async (language: 'en' | 'ko', text: string) => {
    const answer = await spelling.handlers.misspelled({ language, words: text.split(' ') });
    return answer.ok ? answer.value.wrong : answer.error;
  };
  return { spelling, settings, wrong };
};

beforeAll(() => build({ names: ['spelling'], say: () => undefined }), 60_000);
afterAll(() => checker.stop());

describe('the dictionaries', () => {
  test('English', async () => {
    const { wrong, spelling } = opened();
    expect(await wrong('en', 'hello wrold don’t teh color ABC iPhone x2 I')).toEqual(['wrold', 'teh']);
    expect(await spelling.suggest('Helo')).toContain('Hello');
  });

  test('Korean, with what hangs on a word', async () => {
    const { wrong, spelling } = opened();
    const right =
      '안녕하세요 사람은 사과가 학교에서 먹었어요 괜찮아요 친구에게 컴퓨터를 서버가 열렸어요 이야기해요 할게요';
    const mistaken = '안뇽하세요 사람는 사과이 먹엇어요 괜찬아요 컴퓨터을 서버이 열렷어요 이야기헤요 됬어요';
    expect(await wrong('ko', `${right} ㅋㅋㅋ ㅠㅠ`)).toEqual([]);
    expect(await wrong('ko', mistaken)).toEqual(mistaken.split(' '));
    expect(await spelling.suggest('안뇽하세요')).toContain('안녕하세요');
  }, 30_000);

  test('a thread that fails makes no word wrong', async () => {
    const broken = openChecker({ file: path.resolve('dist/main/no-such.cjs'), log });
    expect(await broken.wrong('en', ['wrold'])).toEqual([]);
    expect(told).toContain('the dictionaries failed');
  });

  test('they are put away when nobody writes, and come back', async () => {
    const short = openChecker({ file, log, idle: 1 });
    expect(await short.wrong('en', []).then(() => short.wrong('en', []))).toEqual([]);
    await short.stop();
  });
});

describe('what is never wrong', () => {
  test('names of people and rooms, with and without particles', async () => {
    const { wrong, spelling } = opened();
    expect(await wrong('ko', '나뢔는')).toEqual(['나뢔는']);
    await spelling.handlers.spellingNames({ names: ['나뢔', 'Zyxa Qwerp'] });
    expect(await wrong('ko', '나뢔는 나뢔한테도')).toEqual([]);
    expect(await wrong('en', 'Zyxa qwerp Qwerp’s Zyxaa')).toEqual(['Zyxaa']);
  });

  test('one’s own words, from the moment they are learnt', async () => {
    const { wrong, spelling, settings } = opened();
    expect(await wrong('en', 'wrold')).toEqual(['wrold']);
    spelling.learn('wrold');
    spelling.learn('wrold');
    expect(settings.current.spelling?.words).toEqual(['wrold']);
    expect(await wrong('en', 'wrold')).toEqual([]);
    settings.save({
      spelling: { ...firstSpelling, words: Array.from({ length: limits.spelling.words }, (_, at) => `w${at}`) },
    });
    spelling.learn('last');
    expect(settings.current.spelling?.words).toHaveLength(limits.spelling.words);
  });

  test('anything, where it is off or the language is not chosen', async () => {
    const { wrong, spelling } = opened(settingsWith({ ...firstSpelling, languages: ['en'] }));
    expect(await wrong('ko', '안뇽하세요')).toEqual([]);
    expect(await spelling.suggest('안뇽하세요')).toEqual([]);
    expect(await wrong('en', 'wrold')).toEqual(['wrold']);
    expect(await opened(settingsWith({ ...firstSpelling, on: false })).wrong('en', 'wrold')).toEqual([]);
  });

  test('code, addresses, people, rooms, commands, files', () => {
    const text =
      '/topic hi `wrold` and ```\nteh\n``` see https://maru.exmaple/wrold @나뢔 #freinds :smlie: notes.txet a\\b me@hoem.net x1y Teh end';
    expect(plainText(text).split(/\s+/u).filter(Boolean)).toEqual(['hi', 'and', 'see', 'Teh', 'end']);
  });
});

test('Chromium’s own checker, which would fetch dictionaries, is off; on macOS, where it asks the system, it follows the setting', () => {
  told.length = 0;
  opened();
  expect(told).toEqual([[], 'http://127.0.0.1:1/', false]);
  told.length = 0;
  const { settings } = opened(settingsWith(), 'darwin');
  settings.save({ spelling: { ...firstSpelling, on: false } });
  expect(told).toEqual([true, false]);
});

describe('the menu at the pointer', () => {
  const flags = {
    canUndo: true,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: true,
    canDelete: true,
    canSelectAll: true,
    canEditRichly: false,
  };
  const place = (more: Partial<PlaceClicked>): PlaceClicked => ({
    editFlags: flags,
    isEditable: false,
    linkURL: '',
    misspelledWord: '',
    selectionText: '',
    ...more,
  });
  const done: string[] = [];
  const deeds = {
    replace: (word: string) => void done.push(`replace ${word}`),
    learn: (word: string) => void done.push(`learn ${word}`),
    open: (link: string) => void done.push(`open ${link}`),
    copy: (text: string) => void done.push(`copy ${text}`),
  };
  const menu = (more: Partial<PlaceClicked>, suggestions: string[] = [], language: 'en' | 'ko' = 'en') =>
    contextMenuFor(place(more), { language, suggestions, mayOpen: (link) => link.startsWith('https:'), deeds });
  const told = (items: ReturnType<typeof menu>) =>
    items.map(({ label, type, enabled }) => type ?? (enabled === false ? `(${label})` : label));

  test('in a field: what can be done in it; at a wrong word what may have been meant, first', () => {
    expect(told(menu({ isEditable: true }))).toEqual([
      ...['Undo', '(Redo)', 'separator', 'Cut', 'Copy', 'Paste', 'Paste without formatting', 'separator', 'Select all'],
    ]);
    const wrong = menu({ isEditable: true, misspelledWord: 'Q&B' }, ['Q&A'], 'ko');
    expect(told(wrong).slice(0, 4)).toEqual(['Q&&A', 'separator', '내 낱말에 넣기', 'separator']);
    for (const item of [wrong[0], wrong[2]]) item!.click!({} as never, undefined, {} as never);
    expect(done.splice(0)).toEqual(['replace Q&A', 'learn Q&B']);
    expect(told(menu({ isEditable: true, misspelledWord: 'zzz' }))[0]).toBe('(No suggestions)');
  });

  test('at a link: only one that the system may be asked to open; on a selection: copying; elsewhere nothing', () => {
    const link = menu({ linkURL: 'https://maru.invalid/', selectionText: 'x' });
    expect(told(link)).toEqual(['Open link', 'Copy link', 'separator', 'Copy']);
    for (const item of link.slice(0, 2)) item.click!({} as never, undefined, {} as never);
    expect(done.splice(0)).toEqual(['open https://maru.invalid/', 'copy https://maru.invalid/']);
    expect(menu({ linkURL: 'file:///etc/passwd' })).toEqual([]);
    expect(menu({ selectionText: ' \n' })).toEqual([]);
  });
});
