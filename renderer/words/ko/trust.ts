import { withParticle } from '../particles';
import type { Words } from '../words';

export const trust: Words['trust'] = {
  firstTitle: '처음 만나는 마루예요',
  firstLead: (where) =>
    `${where} 호스트의 화면에 보이는 낱말을 물어보세요. 같으면 사이에 아무도 없어요. 아직 아무것도 보내지 않았어요.`,
  goIn: '들어가기',
  stayOut: '들어가지 않기',

  changedTitle: '이 서버의 열쇠가 바뀌었어요',
  changedBody: (porch) =>
    `${withParticle(`‘${porch}’`, '이')} 새 컴퓨터로 옮겼거나, 누군가 사이에 끼어 있을 수 있어요. 아직 아무것도 보내지 않았어요. 호스트에게 지금 보이는 낱말을 물어보세요.`,
  changedUnnamed: '이 서버',
  dontConnect: '연결하지 않기',
  sameWords: '낱말이 같아요',

  words: '맞춰 볼 낱말',
  inOther: (language) => `${withParticle(language, '으로')} 보기`,
  ownWords: '처음 들어오는 사람과 이 낱말을 맞춰 볼 수 있어요.',

  privateBadge: '비공개',
  unsureBadge: '열쇠 확인 안 됨',
  title: '이 앱이 확인한 것',
  loading: '살펴보는 중…',
  nothing: '지금은 연결되어 있지 않아서 확인한 것이 없어요.',
  verified: '나와 호스트의 컴퓨터 사이에서 누구도 엿보거나 바꿀 수 없어요.',
  by: {
    own: '이 컴퓨터에 펴 둔 마루라서 열쇠를 직접 알아요.',
    first: (since) => `${since}에 처음 왔을 때와 같은 열쇠예요. 낱말은 아직 맞춰 보지 않았어요.`,
    words: (since) => `${since}에 낱말을 맞춰 본 열쇠예요.`,
    link: '초대에 적혀 있던 열쇠예요.',
    authority: '이 시스템이 믿는 인증 기관이 이 이름을 보증해요. 마루 앞에 중계 서버가 있을 수 있어요.',
  },
  unverified: '호스트가 누구인지는 어떤 앱도 확인하지 못해요. 나눈 말은 호스트의 컴퓨터에 남아요.',
  compared: '낱말을 맞춰 봤어요',

  memoryTitle: '마루를 끄면 지금 자리를 이어 갈 수 없어요.',
  memory:
    '이 시스템에는 열쇠를 안전하게 둘 곳이 없고, 마루는 열쇠를 그냥 글자로 적어 두지 않아요. GNOME 키링이나 KWallet을 설치하면 다시 켜도 같은 사람이에요.',
};
