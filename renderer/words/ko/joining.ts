import type { Words } from '../words';

export const joining: Words['joining'] = {
  connectingTo: (where) => `${where}에 연결하는 중…`,
  connectingHint: '길어도 몇 초면 돼요.',
  connectingSlow: '보통보다 오래 걸리네요. 시스템이 키링 암호를 묻고 있다면 거기에 답해 주세요.',
  joining: (porch) => `${porch}에 들어가는 중…`,
  aPorch: '이 마루',
  people: (count) => `${count}명이 있어요`,
  password: '암호',
  passwordLead: (porch) => `${porch}에 들어가려면 암호가 필요해요. 호스트에게 물어보세요.`,
  notPrivateTitle: '비공개가 아니에요.',
  notPrivate:
    '이 페이지는 암호화 없이 왔어요. 같은 네트워크의 다른 사람이 대화와 암호를 읽을 수 있고, 내 이름 옆에 ‘비공개 아님’이 모두에게 보여요. 마루 앱으로 오면 암호화돼요.',
  guestTitle: (porch) => `${porch}에 오신 걸 환영해요`,
  guestLead: '이름만 적으면 들어와요. 계정도, 설치할 것도 없어요.',
  retryIn: (seconds) => `${seconds}초 뒤에 다시 시도해요.`,
  joinAsNew: '새로 들어가기',
  rejoinTitle: '이 마루가 이 기기를 더는 몰라요.',
  rejoin: '마루의 자료가 예전으로 돌아갔을 수 있어요. 다시 들어가 주세요. 아직 보내지 못한 말은 남아 있어요.',
};
