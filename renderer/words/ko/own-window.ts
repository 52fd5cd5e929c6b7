import type { Words } from '../words';

export const ownWindow: Words['ownWindow'] = {
  open: '새 창에서 열기',
  apart: '이 방은 따로 연 창에 있어요.',
  show: '그 창 보기',
  back: '여기로 가져오기',
  home: '주 창으로 돌려보내기',
  mini: '작게, 다른 창 위에',
  whole: '원래 크기로',
  full: (most) => `방을 창 ${most}개에 따로 열었어요. 더는 열 수 없어요`,
  fullAdvice: '먼저 하나를 닫아 주세요.',
  waiting: '마루를 다시 불러오고 있어요. 이 방도 곧 돌아와요.',
  locked: '마루가 잠겨 있어요. 주 창에서 잠금을 풀 수 있어요.',
  gone: '이제 이 방에 있지 않아요.',
  close: '이 창 닫기',
};
