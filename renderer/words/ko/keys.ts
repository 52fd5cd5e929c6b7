import type { Words } from '../words';

export const keys: Words['keys'] = {
  title: '단축키',
  groups: { go: '옮겨 다니기', read: '읽기', write: '쓰기', list: '방 목록에서' },
  commands: {
    palette: '찾기, 이동, 명령',
    previousRoom: '이전 방',
    nextRoom: '다음 방',
    previousUnread: '새 글이 있는 이전 방',
    nextUnread: '새 글이 있는 다음 방',
    back: '앞서 보던 방으로',
    forward: '다시 앞으로',
    newDirect: '개인 대화 시작',
    threads: '스레드',
    connection: '연결 들여다보기',
    markRead: '이 방 읽음으로 표시',
    markAllRead: '모두 읽음으로 표시',
    list: '이 목록',
    profile: '설정',
  },
  writing: {
    send: '보내기',
    line: '줄바꿈',
    editLast: '빈칸에서: 마지막으로 쓴 글 고치기',
    stop: '고치기, 답장, 자동 완성 그만두기',
  },
  moveRoom: '목록에서 방 옮기기',
  roomMenu: '방 메뉴 열기',
  browser: '브라우저가 차지한 키가 있어서 앱과 다른 것이 있어요.',
  never: '글자를 조합하는 동안 모든 키는 입력기가 받아요.',
};
