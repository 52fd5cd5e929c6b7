import { withParticle } from '../particles';
import type { Words } from '../words';

export const settings: Words['settings'] = {
  title: '설정',
  list: '설정할 것',
  sections: {
    profile: '나',
    updates: '업데이트',
    notices: '알림',
    lock: '잠금',
    appearance: '화면',
    desk: '시작과 종료',
    spelling: '맞춤법',
    shortcuts: '단축키',
    network: '네트워크',
    storage: '저장 공간',
    about: '정보',
  },
  renamed: '이제부터 이 이름으로 보여요.',

  keeping: {
    newer: {
      title: '더 새로운 마루에서 만든 프로필이에요.',
      body: '프로필은 그대로 두었어요. 지금은 처음 켰을 때의 설정이고, 바꾼 것은 끝낼 때까지만 남아요. 이어서 쓰려면 마루를 업데이트해 주세요.',
    },
    unwritable: {
      title: '프로필 폴더에 쓸 수 없어요.',
      body: '마루는 쓸 수 있어요. 바꾼 것은 끝낼 때까지만 남아요.',
    },
    full: {
      title: '디스크가 가득 찼어요.',
      body: '마루는 쓸 수 있어요. 공간이 다시 생기지 않으면, 지금 바꾼 것은 끝낼 때까지만 남아요.',
    },
    damaged: (file, kept) =>
      `${withParticle(file, '을')} 읽을 수 없어서 새로 만들었어요. 원래 파일은 ${withParticle(kept, '으로')} 남겨 두었어요.`,
    understood: '알겠어요',
  },
};
