import type { Words } from '../words';

export const network: Words['network'] = {
  near: '이 네트워크에서 마루 찾기',
  nearHint: '시작 화면이 열려 있는 동안만 찾아요. 꺼도 주소나 초대로는 들어갈 수 있지만, 여섯 글자로는 못 찾아요.',
  contacts: '연결된 곳',
  nobody: '지금은 연결된 마루가 없어요.',
  nothingElse: '마루는 내가 오른 곳하고만 통신해요. 클라우드도, 통계 수집도 없어요.',
  transport: '연결 방식',
  transportHint: '연결 방식은 마루마다 ‘연결 들여다보기’에서 골라요:',
  addresses: '이 컴퓨터',
  addressesHint: '여기서 마루를 열면 다른 사람들이 찾아오는 주소예요.',
  noAddress: '연결된 네트워크가 없어요.',
};
