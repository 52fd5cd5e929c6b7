import { withParticle } from '../particles';
import type { Words } from '../words';

export const composer: Words['composer'] = {
  writeToDirect: (who) => `${who}에게 쓰기`,
  whisperTo: (who) => `${who}에게 귓속말`,
  attach: '메시지에 더하기',
  newPoll: '투표 만들기',
  newWhisper: '귓속말',
  emoji: '이모지',
  code: '코드',
  lockRoom: '이 입력창 잠그기',
  locked: '입력이 잠겨 있어요.',
  lockedLead: '이 기기에서만 잠겨 있어요.',
  unlock: '잠금 풀기',

  typing: (who) => `${who}님이 입력하는 중…`,
  typingTwo: (who, other) => `${who}님과 ${other}님이 입력하는 중…`,
  typingMany: (count) => `${count}명이 입력하는 중…`,

  answering: (who) => `${who}님에게 답하는 중`,
  answeringSelf: '내 말에 답하는 중',
  stopAnswering: '그만 답하기',
  whispering: '귓속말',
  whisperLead: '이 사람들만 볼 수 있어요:',
  takeOff: (who) => `${withParticle(who, '을')} 빼기`,
  stopWhispering: '귓속말 그만하기',
  whisperOrders: ['/w', '/whisper', '/귓', '/귓속말'],
  whisperHow: '/w @이름 뒤에 글을 써 주세요. 이름은 이 방에 있는 사람이어야 해요. 아무것도 보내지 않았어요.',
  whisperNotHere: '귓속말은 스레드 말고 방에서 해 주세요. 아무것도 보내지 않았어요.',
  whisperAll: '귓속말은 몇 사람에게만 할 수 있어요. 아무것도 보내지 않았어요.',

  whisperGone: (names) =>
    `${withParticle(names.join(', '), '은')} 이제 이 방에 없어요. 받는 사람에서 빼면 보낼 수 있어요. 쓴 글은 그대로 있어요.`,
  whisperNobody: (names) =>
    `${withParticle(names.join(', '), '은')} 이제 이 방에 없어요. 쓴 글은 그대로 있어요. 귓속말을 그만두면 모두가 보는 글이 돼요.`,
  editingWhisper: '귓속말 고치는 중',
  editGone: '고치던 메시지가 지워졌어요. 쓴 글은 그대로 있어요. Esc를 누르면 새 메시지로 바꿔요.',
  keepAsNew: '새 메시지로 바꾸기',

  people: '사람',
  emojis: '이모지',
  completionHint: (count) => `제안 ${count}개. 화살표로 고르고 Enter나 Tab으로 넣어요.`,
  you: '나',
  room: '이 방의 모두',
  here: '이 방에 지금 접속한 사람',
  nobody: (name) => `여기에 ${withParticle(`‘${name}’`, '이라는')} 사람은 없어요. 쓴 그대로 나가요.`,

  tooLong: (over) => `보내기에는 ${over}자가 길어요. 쓴 글은 그대로 있어요.`,
  waits: '연결이 끊겼어요. 보낸 글은 여기서 기다렸다가 저절로 나가요.',
  archived: '보관한 방이에요. 읽을 수 있지만 더 쓸 수는 없어요.',

  searchEmoji: '이모지 찾기',
  noEmoji: '찾은 것이 없어요',
  emojiFailed: '이모지를 불러오지 못했어요.',
  loadingEmoji: '이모지를 가져오는 중…',
  often: '자주 쓰는',
  skin: '피부색',
  skins: ['없음', '밝은 색', '조금 밝은 색', '중간 색', '조금 어두운 색', '어두운 색'],
  emojiGroups: {
    smileys: '표정',
    people: '사람과 손',
    nature: '동물과 자연',
    food: '음식',
    travel: '여행과 장소',
    activities: '활동',
    objects: '물건',
    symbols: '기호',
    flags: '깃발',
  },
};
