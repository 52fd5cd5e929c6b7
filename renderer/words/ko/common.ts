import type { Words } from '../words';

export const common: Words['common'] = {
  product: '마루',
  cancel: '취소',
  close: '닫기',
  save: '저장',
  back: '돌아가기',
  tryAgain: '다시 시도',
  tryNow: '지금 시도',
  copy: '복사',
  copyThis: (what) => `${what} 복사`,
  copied: '복사했어요.',
  copyByHand: (keys) => `선택해 두었어요. ${keys} 키로 복사해 주세요.`,
  showPassword: '글자 보기',
  hidePassword: '글자 가리기',
  notFetched: '마루의 이 부분을 가져오지 못했어요',
  notFetchedAdvice:
    '이 페이지를 보내 준 마루가 닫혀 있거나 그사이 다른 버전이 되었어요. 다시 열리면 페이지를 새로 불러오세요. 여기에 쓰던 것은 그대로 있어요.',
  reload: '다시 불러오기',
  languages: { ko: '한국어', en: 'English' },
  language: '언어',
  theme: '화면',
  themes: { system: '시스템에 맞춤', light: '밝게', dark: '어둡게', contrast: '고대비' },
};
