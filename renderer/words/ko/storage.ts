import { withParticle } from '../particles';
import type { Words } from '../words';

export const storage: Words['storage'] = {
  lead: '네트워크가 답하기 전에도 어제의 대화를 볼 수 있도록, 최근 메시지의 사본을 이 기기에 두어요.',
  measuring: '재는 중이에요…',
  nothing: '이 기기에 사본이 없어요.',
  copies: '마루별 사본',
  waiting: (count) => `아직 보내지 못한 메시지 ${count}개`,
  drafts: (count) => `쓰던 글 ${count}개`,
  clean: '비우기',
  cleanOf: (server) => `${server} 사본 비우기`,
  cleanAll: '사본 모두 비우기',
  sure: '사본을 비울까요?',
  sureBody: '나눈 이야기는 마루에 그대로 있고, 읽을 때 다시 가져와요. 내 자리도 그대로예요.',
  unsentStay: (count) => `아직 보내지 못한 메시지 ${count}개는 여기 남아서 보내져요. 쓰던 글도 남아요.`,
  cleanDo: '비우기',
  cleaned: (bytes) => `${withParticle(bytes, '을')} 비웠어요.`,
  notCleaned: '디스크 때문에 비우지 못했어요.',
  unreadable: '여기 보관된 것을 읽을 수 없어요.',
  whole: '이 페이지',
  of: (used, all) => `시스템이 허락한 ${all} 가운데 ${used}`,
  profile: '프로필',
  porch: '내 마루',
  show: '폴더에서 보기',
  showPorch: '내 마루의 폴더 보기',
};
