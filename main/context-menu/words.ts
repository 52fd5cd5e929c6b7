/** What the menu at the pointer says. */
import type { Language } from '../../protocol';

const en = {
  nothing: 'No suggestions',
  learn: 'Add to your words',
  openLink: 'Open link',
  copyLink: 'Copy link',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pastePlain: 'Paste without formatting',
  selectAll: 'Select all',
};

export type ContextWords = typeof en;

const ko: ContextWords = {
  nothing: '추천할 말이 없어요',
  learn: '내 낱말에 넣기',
  openLink: '링크 열기',
  copyLink: '링크 복사',
  undo: '실행 취소',
  redo: '다시 실행',
  cut: '잘라내기',
  copy: '복사',
  paste: '붙여넣기',
  pastePlain: '서식 없이 붙여넣기',
  selectAll: '모두 선택',
};

export const contextWords: Readonly<Record<Language, ContextWords>> = { en, ko };
