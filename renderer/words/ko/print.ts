import type { Words } from '../words';

export const print: Words['print'] = {
  menu: '인쇄…',
  title: (room) => `${room} 인쇄`,
  which: '인쇄할 부분',
  stretches: {
    held: '지금 불러온 대화',
    today: '오늘',
    week: '지난 7일',
    between: '날짜 고르기',
  },
  from: '처음',
  to: '끝',
  hint: (most) => `최대 약 ${most}줄까지 인쇄해요. 더 길면 최근 것만 남아요. 내가 볼 수 있는 글만 인쇄돼요.`,
  cancel: '취소',
  print: '인쇄…',
  pdf: 'PDF로 저장…',
  working: '가져오는 중…',
  problems: {
    days: '첫날은 마지막 날보다 앞이어야 해요.',
    failed: '그곳에는 PDF를 쓸 수 없어요. 다른 곳을 골라 주세요.',
  },

  printed: (who, when) => `인쇄: ${who}, ${when}`,
  counted: (count) => `메시지 ${count}개`,
  people: (names) => `말한 사람: ${names.join(', ')}`,
  cut: {
    bound: '긴 대화의 끝부분이에요. 앞부분은 다 담지 못했어요.',
    away: '연결이 없어서 앞부분이 빠졌어요.',
  },
  thread: (count) => `스레드 답글 ${count}개는 인쇄하지 않았어요`,
  hole: (count) => `여기에서 ${count}줄이 빠졌어요.`,
  nothing: '이 기간에는 나눈 이야기가 없어요.',
};
