import { withParticle } from '../particles';
import type { Words } from '../words';

export const servers: Words['servers'] = {
  rail: '내 마루들',
  home: '시작 화면',
  standing: {
    connected: '연결됨',
    connecting: '연결하는 중',
    offline: '연결 안 됨',
    asks: '내 대답을 기다림',
    apart: '내가 연결을 끊음',
  },
  own: '내 마루',
  current: '지금 보는 마루',
  menuOf: (porch) => `${porch} 메뉴`,

  muteFor: '이 마루 알림 끄기',
  unmute: '알림 켜기',
  here: '이 마루에서',
  place: '목록에서의 자리',
  mine: '여기서 쓸 이름…',
  connect: '연결하기',
  disconnect: '연결 끊기',
  leave: '떠나기…',
  stop: '마루 접기…',
  moved: (porch, place) => `${withParticle(porch, '은')} 이제 ${place}번째예요.`,

  nameTitle: (porch) => `${porch}에서 쓸 이름`,
  name: '여기서 쓸 이름',
  nameHint: (usual) =>
    `다른 마루에서는 ‘${usual}’ 이름을 써요. 여기서도 평소 이름을 쓰면 이름을 바꿀 때 함께 바뀌어요.`,
  nameUsual: '평소 이름 쓰기',
  naming: '저장하는 중…',
  nameLater: '지금은 연결이 안 돼요. 다시 연결되면 이 이름을 알려요.',

  leaveTitle: (porch) => `${withParticle(porch, '을')} 떠날까요?`,
  leaveBody:
    '이 기기는 그 마루에서 로그아웃하고 모두 잊어요. 내가 누구인지도, 이 기기에 남은 대화도, 바꿔 둔 설정도요. 내가 한 말은 다른 사람들에게 남아요.',
  leaveAgain: '여기서 다시 들어가면 새로운 사람이에요.',
  leaveWaiting: (count) => `아직 보내지 않은 메시지와 쓰던 글이 ${count}개 있어요. 떠나면 사라져요.`,
  leaveAway:
    '지금은 연결이 안 돼서 마루에 알릴 수 없어요. 그래도 이 기기는 잊어요. 그 마루에 남은 이 기기는 나중에 내 다른 기기에서 끝낼 수 있어요.',
  leaveDo: '떠나기',
  leaving: '떠나는 중…',
  leftTitle: (porch) => `${withParticle(porch, '을')} 떠났어요`,
  leftUntold:
    '이 기기는 그 마루를 잊었어요. 다만 마루에 알리지 못해서, 누군가 끝낼 때까지 그곳의 기기 목록에는 남아 있어요.',
  leftKept: '디스크에서 다 지우지 못했어요. 지우지 못한 것은 그대로 있으니 다시 해 보세요.',

  unread: '안 읽은 모든 글',
  unreadNone: '모두 읽었어요.',
  unreadNoneLead: '어느 마루에서든 새 글이 오면 여기에 모여요. 나에게 온 것이 먼저예요.',
  unreadMore: (count) => `${count}개 더`,
  unreadNotHeld: '열어서 읽어 보세요.',
  allRead: '모두 읽음으로 표시',
  allReadOf: (porch) => `${porch}의 글 모두 읽음으로 표시`,
  roomRead: (room) => `${room} 읽음으로 표시`,
  goTo: (room, porch) => `${porch}의 ${withParticle(room, '으로')} 가기`,
  forYou: (count) => `나에게 ${count}`,
  new: (count) => `새 글 ${count}`,
};
