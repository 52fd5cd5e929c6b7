import { withParticle } from '../particles';
import type { Words } from '../words';

export const start: Words['start'] = {
  title: '마루에 오르세요.',
  lead: '같은 네트워크에 있는 사람들과 바로 이야기해요. 계정도, 클라우드도 없어요.',
  footer: '모든 대화는 호스트의 컴퓨터와 각자의 기기에만 남아요.',

  yourName: '이름',
  nameLead: '다른 사람들이 어떻게 부르면 될까요?',
  goOn: '계속하기',
  editProfile: (name) => `${name}: 이름, 언어, 화면 바꾸기`,
  notifications: '알림',
  notificationsOff: '다른 곳을 보는 동안 온 메시지를 알려 드려요.',
  notificationsOn: '새 메시지가 오면 이 브라우저가 알려 드려요.',
  notificationsDenied: '이 브라우저가 이 페이지의 알림을 막아 두었어요. 브라우저의 사이트 설정에서 바꿀 수 있어요.',
  turnOn: '켜기',

  stepInTo: (porch) => `올라가기, ${porch}`,
  asWhom: (name) => `${withParticle(name, '으로')} 참여`,
  connected: '연결됨',
  waiting: (count) => `새 메시지 ${count}`,

  address: '주소나 초대 링크',
  addressExample: '192.168.0.12:7420',
  join: '들어가기',
};
