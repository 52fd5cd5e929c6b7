import { withParticle } from '../particles';
import type { Words } from '../words';

export const messages: Words['messages'] = {
  edited: (times, once) => (once ? '고침' : `고침 · ${times}번`),
  seeVersions: '고치기 전의 말 보기',
  pinned: '고정됨',
  toMessage: '이 메시지로 가기',
  quoteGone: '답한 메시지가 지워졌어요.',
  quoteUnknown: '답한 메시지를 볼 수 없어요.',
  quoteFetching: '답한 메시지를 가져오고 있어요…',
  forwarded: (who, where) => (where ? `${who}님이 ${where}에서 한 말` : `${who}님이 다른 곳에서 한 말`),
  passedOn: '전한 말',

  whisper: (names) => {
    const last = names.at(-1) ?? '';
    const before = names.slice(0, -1);
    return before.length > 0
      ? `${withParticle(before.join(', '), '과')} ${last}만 보는 귓속말`
      : `${last}만 보는 귓속말`;
  },
  whisperAlone: '아무도 볼 수 없는 귓속말',

  thread: (count) => `답글 ${count}개`,
  threadLast: (when) => `마지막 ${when}`,
  threadNew: (count) => `새 글 ${count}개`,

  unreadBy: (count) => `${count}명이 아직 안 읽었어요`,
  readByAll: '모두 읽었어요',
  whoRead: '읽은 사람 보기',
  notYet: (count) => `안 읽음 · ${count}`,
  read: (count) => `읽음 · ${count}`,
  nobody: '없음',

  reaction: (emoji, names, mine) => (mine ? `${emoji} ${names}. 누르면 내 반응을 거둬요` : `${emoji} ${names}`),
  reactionsWho: '누가 반응했는지 보기',
  andOthers: (names, count) => `${names} 그 밖에 ${count}명`,
  reactWith: (emoji) => `${emoji} 반응 남기기`,
  reactNotSent: '반응을 못 남김',
  pinNotSent: '고정하지 못함',
  unpinNotSent: '고정을 풀지 못함',

  actions: '이 메시지로 할 수 있는 일',
  more: '더 보기',
  react: '반응 남기기',
  reply: '답하기',
  replyInThread: '스레드에서 답하기',
  copyText: '글 복사',
  copyLink: '링크 복사',
  forward: '전하기',
  pin: '고정하기',
  unpin: '고정 풀기',
  markUnread: '여기부터 안 읽음으로',
  remove: '지우기',
  removeTitle: '이 메시지를 지울까요?',
  removeLead: '고치기 전의 말까지 모든 곳에서 지워지고, 지웠다는 줄만 남아요.',
  removeOther: (who) => `${who}님이 한 말을 지워요.`,
  removeDo: '지우기',
  copied: '복사했어요.',
  copyTitle: '복사',
  markedUnread: '여기부터 안 읽은 글로 세요.',
  gone: '그 메시지는 이제 없어요.',
  goingThere: '그 메시지로 가고 있어요…',

  showAll: '모두 보기',
  showLess: '줄여 보기',
  linkToMessage: '여기의 메시지',
  linkTo: (room) => `${room}의 메시지`,
  linkElsewhere: '다른 마루의 메시지',
  everybody: { room: '이 방의 모두', here: '지금 있는 모두' },

  entered: (who) => `${who}님이 방에 들어왔어요`,
  letIn: (who, names) => `${who}님이 ${names.join('님, ')}님을 방에 불렀어요`,
  leftRoom: (who) => `${who}님이 방을 나갔어요`,
  putOut: (who, whom) => `${who}님이 ${whom}님을 방에서 내보냈어요`,
  renamed: (who, name) => `${who}님이 방 이름을 ${withParticle(`‘${name}’`, '으로')} 바꿨어요`,
  topic: (who, topic) => `${who}님이 방 주제를 바꿨어요: ${topic}`,
  topicGone: (who) => `${who}님이 방 주제를 지웠어요`,
  archived: (who) => `${who}님이 방을 보관했어요`,
  unarchived: (who) => `${who}님이 방을 다시 꺼냈어요`,
  promoted: (room) => `이 대화는 ${room}에서 이어져요`,
  promotedElsewhere: '이 대화는 방이 되어 이어져요',
};
