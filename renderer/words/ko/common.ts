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
  languages: { ko: '한국어', en: 'English' },
  language: '언어',
  theme: '화면',
  themes: { system: '시스템에 맞춤', light: '밝게', dark: '어둡게', contrast: '고대비' },
};
