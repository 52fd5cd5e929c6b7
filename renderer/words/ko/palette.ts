import { withParticle } from '../particles';
import type { Words } from '../words';

export const palette: Words['palette'] = {
  find: '찾기, 이동, 명령',
  title: '찾기, 이동, 명령',
  placeholder: '방, 사람, 할 일을 찾아요 (초성도 돼요)',
  rooms: '대화방',
  people: '사람',
  actions: '할 일',
  unread: '새 글',
  comeIn: '들어가기',
  archived: '보관됨',
  results: (count) => `${count}개 찾았어요`,
  nothing: (query) => `‘${query}’${withParticle(query, '과').slice(query.length)} 맞는 것이 없어요.`,
  nothingHint: '글자를 줄여 보세요. 초성만 쳐도 찾아요.',
  only: { rooms: '방만', people: '사람만', actions: '할 일만' },
  choose: '고르기',
  open: '열기',
  close: '닫기',
};
