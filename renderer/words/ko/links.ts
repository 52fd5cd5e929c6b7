import { withParticle } from '../particles';
import type { Words } from '../words';

export const links: Words['links'] = {
  title: '초대를 받았어요',
  pairTitle: '이 기기에서도 나로 쓰기',
  joins: '이 마루로 가는 초대예요. 아직 아무것도 보내지 않았어요.',
  pairs: '이 기기를 다른 내 기기로 이어요. 방금 내 다른 기기에서 만든 링크일 때만 이어 가세요.',
  host: '마루',
  wordsLead: '호스트에게 보이는 낱말과 같은가요? 같으면 맞는 마루예요.',
  wordless: '이 초대에는 낱말이 없어요. 무엇이든 보내기 전에 마루의 낱말을 보여 드려요.',
  name: '들어가는 이름',
  enter: '들어가기',
  pair: '네, 내 기기예요',
  stop: '그만두기',
  trying: (host) => `${host}에서 마루를 찾는 중…`,
  otherTitle: '초대가 말하는 마루가 아니에요.',
  other:
    '이 주소에서 다른 컴퓨터가 대답하거나, 누군가 사이에 끼어 있을 수 있어요. 아무것도 보내지 않았어요. 초대한 사람에게 새로 받아 주세요.',
  noPrivacyTitle: '이 마루는 암호화 없이 대답해요.',
  noPrivacy: '초대는 아무도 엿볼 수 없을 때만 써요. 아무것도 보내지 않았어요. 호스트에게 물어보세요.',

  looking: '이 코드의 마루를 찾는 중…',
  codeProblems: {
    nobody: {
      title: '가까이에 이 코드의 마루가 없어요.',
      advice:
        '글자를 확인하고, 같은 네트워크에 있는지 봐 주세요. 컴퓨터 이름이라면 server:7420처럼 뒤에 포트를 붙여 주세요.',
    },
    unknown: {
      title: '코드가 맞지 않거나 이미 끝났어요.',
      advice: '코드는 10분 동안 한 번만 쓸 수 있어요. 글자를 확인하거나 새로 받아 주세요.',
    },
    spent: { title: '틀린 코드를 너무 많이 넣었어요.', advice: '이 코드는 끝났어요. 새로 받아 주세요.' },
    several: {
      title: '이 코드가 자기 것이라는 마루가 둘 이상이에요.',
      advice: '맞는 것은 많아야 하나예요. 대신 링크나 주소를 받아 주세요.',
    },
    silent: {
      title: '이 코드의 마루가 대답하지 않아요.',
      advice: '마루가 아직 열려 있는지 호스트에게 물어보고 다시 해 보세요.',
    },
  },

  picture: 'QR 코드 그림…',
  pictureLead: '여기에 붙여 넣거나 끌어다 놓아도 돼요.',
  reading: '그림을 읽는 중…',
  drop: '놓으면 그림에서 QR 코드를 읽어요',
  pictureProblems: {
    'not-a-picture': {
      title: '읽을 수 있는 그림이 아니에요.',
      advice: 'QR 코드가 든 PNG, JPEG, WebP, GIF 그림을 써 주세요.',
    },
    'too-large': { title: '그림이 너무 커요.', advice: 'QR 코드가 있는 부분만 잘라서 써 주세요.' },
    'no-code': {
      title: '이 그림에는 QR 코드가 없어요.',
      advice: '네 모서리와 둘레의 흰 여백까지 다 보여야 해요. 더 또렷한 그림이면 읽힐 수 있어요.',
    },
    foreign: {
      title: '마루로 가는 초대가 아닌 QR 코드예요.',
      advice: '호스트에게 ‘초대하기’에 있는 것을 보여 달라고 해 주세요. 아무것도 열지 않았어요.',
    },
  },

  pageTitle: (porch) => `${withParticle(porch, '으로')} 초대받았어요`,
  pageLead: '마루 앱으로 들어오거나, 여기에서 바로 들어오세요.',
  inApp: '마루 앱에서 열기',
  inAppLead: '같은 네트워크의 다른 사람이 엿볼 수 없어요. 앱이 맞춰 볼 낱말 여섯 개를 보여 줘요.',
  noApp: '아무것도 열리지 않으면 이 기기에 마루 앱이 없는 거예요.',
  copyLead: '비공개로 들어오려면 이것을 마루 앱에 붙여 넣어요:',
  inBrowser: '이 브라우저에서 계속하기',
  inBrowserLead: '설치할 것 없이 손님으로 들어와요.',
};
