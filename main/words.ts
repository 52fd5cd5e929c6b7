/** The few sentences the system itself shows: menus and native dialogs. The page's own are in renderer/words. */
import type { Language } from '../protocol';

const ko = {
  menu: {
    file: '파일',
    quit: '끝내기',
    edit: '편집',
    undo: '실행 취소',
    redo: '다시 실행',
    cut: '잘라내기',
    copy: '복사',
    paste: '붙여넣기',
    selectAll: '모두 선택',
    view: '보기',
    reload: '새로 고침',
    tools: '개발자 도구',
    actualSize: '원래 크기',
    zoomIn: '확대',
    zoomOut: '축소',
    fullScreen: '전체 화면',
  },
  closing: {
    question: '마루가 열려 있어요',
    detail:
      '창을 최소화하면 마루는 계속 열려 있어요. 마루를 닫으면 모두의 연결이 끊기지만, 나눈 이야기는 이 컴퓨터에 남아요.',
    stay: '최소화',
    stop: '마루 닫고 끝내기',
    cancel: '취소',
  },
};

type Words = typeof ko;

const en: Words = {
  menu: {
    file: 'File',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    reload: 'Reload',
    tools: 'Developer tools',
    actualSize: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
  },
  closing: {
    question: 'Your porch is open',
    detail: 'Minimised, the porch stays open. Closing it disconnects everybody; what was said stays on this computer.',
    stay: 'Minimise',
    stop: 'Close the porch and quit',
    cancel: 'Cancel',
  },
};

export const words: Readonly<Record<Language, Words>> = { ko, en };
