import type { Words } from '../words';

export const elsewhere: Words['elsewhere'] = {
  title: '마루가 다른 탭에서 열려 있어요',
  lead: '모든 말이 한 번씩 차례대로 나가도록, 한 번에 한 탭만 연결해요.',
  advice: '다른 탭을 닫으면 여기에서 저절로 이어져요. 지금 가져와도 돼요. 거기에서 보낸 말은 하나도 사라지지 않아요.',
  useHere: '여기에서 사용하기',
  moving: '다른 탭이 하던 일을 정리하고 있어요. 곧 여기에서 열려요…',
  silent: '다른 탭이 대답하지 않아요. 몇 초 뒤에 여기에서 저절로 열려요.',
};
