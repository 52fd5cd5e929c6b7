import { withParticle } from '../particles';
import type { Words } from '../words';

export const updates: Words['updates'] = {
  off: '이 마루는 새 버전을 찾지 않아요. 나눠 준 사람이 새 버전에 서명할 열쇠를 정해 두지 않았어요.',
  never: '아직 새 버전을 찾아보지 않았어요.',
  newest: (when) => `가장 새로운 마루예요. ${when}에 찾아봤어요.`,
  found: (version) => `마루 ${version} 버전이 있어요`,
  fromMaker: '만든 사람이 서명했고, 그 사람의 페이지에서 받아요.',
  fromServer: (porch) => `만든 사람이 서명했고, ${withParticle(porch, '이')} 나눠 줘요.`,
  elsewhere: '이 시스템에 맞는 패키지는 없어요. 마루를 나눠 준 사람에게 물어보세요.',
  look: '지금 찾아보기',
  load: (size) => `받기 (${size})`,
  loading: (loaded, all) => `${all} 가운데 ${loaded}`,
  ready: {
    appimage: '다 받았고, 서명된 바로 그 파일이에요. 새 버전으로 다시 시작해요.',
    deb: '다 받았고, 서명된 바로 그 파일이에요. 시스템의 설치 프로그램이 비밀번호를 물어봐요.',
    rpm: '다 받았고, 서명된 바로 그 파일이에요. 시스템의 설치 프로그램이 비밀번호를 물어봐요.',
    dmg: '다 받았고, 서명된 바로 그 파일이에요. 마루를 응용 프로그램 폴더로 끌어다 놓으세요.',
    nsis: '다 받았고, 서명된 바로 그 파일이에요. 마루가 끝나고 설치 프로그램이 시작돼요.',
  },
  install: {
    appimage: '다시 시작하기',
    deb: '설치 프로그램 열기',
    rpm: '설치 프로그램 열기',
    dmg: '열기',
    nsis: '설치하기',
  },
  byHand: '열 수 있는 프로그램이 없어요. 폴더를 열어 두었으니 거기에서 실행하세요.',
  take: '폴더에서 가져오기…',
  takeLead:
    '인터넷이 없다면 maru-feed.json과 패키지가 든 폴더(USB 등)를 골라 주세요. 내 마루가 가까운 모두에게 나눠 줘요.',
  failures: {
    unreachable: {
      title: '아무것도 찾지 못했어요.',
      advice: '연결을 확인하거나 maru-feed.json이 든 폴더를 골라 주세요.',
    },
    forged: {
      title: '만든 사람이 서명한 것이 아니에요.',
      advice: '아무것도 받지 않았어요. 누군가 사이에 있을 수 있으니 마루를 나눠 준 사람에게 알려 주세요.',
    },
    malformed: { title: '읽을 수 없어요.', advice: '아무것도 받지 않았어요. 마루를 나눠 준 사람에게 알려 주세요.' },
    changed: {
      title: '서명된 패키지와 달라요.',
      advice: '받은 것은 버렸어요. 다시 해 보거나 다른 곳에서 받아 주세요.',
    },
    disk: { title: '저장하지 못했어요.', advice: '디스크에 자리를 만들고 다시 해 주세요.' },
    gone: { title: '받다가 끊겼어요.', advice: '받은 만큼은 남아 있어요. 다시 하면 이어서 받아요.' },
  },
};
