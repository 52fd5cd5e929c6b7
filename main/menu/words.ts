/** What the menu says. The letter after `&` opens it with Alt on Linux and Windows; in Korean it stands behind, in brackets. */
import type { Language } from '../../protocol';

const en = {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  go: '&Go',
  window: '&Window',
  help: '&Help',

  newRoom: 'New &room…',
  newDirect: 'Talk to &somebody…',
  invite: '&Invite…',
  print: '&Print…',
  profile: 'S&ettings…',
  lock: '&Lock',
  close: '&Close window',
  quit: '&Quit',

  undo: '&Undo',
  redo: '&Redo',
  cut: 'Cu&t',
  copy: '&Copy',
  paste: '&Paste',
  pastePlain: 'Paste &without formatting',
  selectAll: 'Select &all',
  speech: 'Speech',
  startSpeaking: 'Start speaking',
  stopSpeaking: 'Stop speaking',

  reload: '&Reload',
  tools: '&Developer tools',
  unread: '&Everything unread',
  threads: '&Threads',
  connection: 'Look into the &connection',
  actualSize: '&Actual size',
  zoomIn: 'Zoom &in',
  zoomOut: 'Zoom &out',
  fullScreen: '&Full screen',

  palette: '&Find, go, do…',
  back: '&Back to the room before',
  forward: 'F&orward again',
  previousRoom: '&Previous room',
  nextRoom: '&Next room',
  previousUnread: 'P&revious room with something new',
  nextUnread: 'N&ext room with something new',

  ownWindow: 'The &room in a window of its own',
  minimise: '&Minimise',
  zoomWindow: 'Zoom',
  front: 'Bring all to front',
  services: 'Services',
  hide: 'Hide Maru',
  hideOthers: 'Hide others',
  showAll: 'Show all',

  list: '&Shortcuts',
  about: '&About Maru',
};

export type MenuWords = typeof en;

const ko: MenuWords = {
  file: '파일(&F)',
  edit: '편집(&E)',
  view: '보기(&V)',
  go: '이동(&G)',
  window: '창(&W)',
  help: '도움말(&H)',

  newRoom: '새 방…(&R)',
  newDirect: '개인 대화 시작…(&S)',
  invite: '초대…(&I)',
  print: '인쇄…(&P)',
  profile: '설정…(&E)',
  lock: '잠그기(&L)',
  close: '창 닫기(&C)',
  quit: '끝내기(&Q)',

  undo: '실행 취소(&U)',
  redo: '다시 실행(&R)',
  cut: '잘라내기(&T)',
  copy: '복사(&C)',
  paste: '붙여넣기(&P)',
  pastePlain: '서식 없이 붙여넣기(&W)',
  selectAll: '모두 선택(&A)',
  speech: '말하기',
  startSpeaking: '말하기 시작',
  stopSpeaking: '말하기 멈춤',

  reload: '새로 고침(&R)',
  tools: '개발자 도구(&D)',
  unread: '안 읽은 모든 글(&E)',
  threads: '스레드(&T)',
  connection: '연결 들여다보기(&C)',
  actualSize: '원래 크기(&A)',
  zoomIn: '확대(&I)',
  zoomOut: '축소(&O)',
  fullScreen: '전체 화면(&F)',

  palette: '찾기, 이동, 명령…(&F)',
  back: '앞서 보던 방으로(&B)',
  forward: '다시 앞으로(&O)',
  previousRoom: '이전 방(&P)',
  nextRoom: '다음 방(&N)',
  previousUnread: '새 글이 있는 이전 방(&R)',
  nextUnread: '새 글이 있는 다음 방(&E)',

  ownWindow: '방을 새 창에서 열기(&R)',
  minimise: '최소화(&M)',
  zoomWindow: '확대/축소',
  front: '모두 앞으로 가져오기',
  services: '서비스',
  hide: '마루 가리기',
  hideOthers: '다른 앱 가리기',
  showAll: '모두 보기',

  list: '단축키(&S)',
  about: '마루에 대해(&A)',
};

export const menuWords: Readonly<Record<Language, MenuWords>> = { en, ko };

/** Without the letter for Alt, which macOS does not know. */
export const unmarked = (label: string): string => label.replace(/\(&.\)|&/gu, '');
