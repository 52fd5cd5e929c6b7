import type { Words } from '../words';

export const notices: Words['notices'] = {
  ordinary: (who, place) => `${who} · ${place}`,
  mention: (who, place) => `${who}님이 나를 불렀어요 · ${place}`,
  reply: (who, place) => `${who}님이 나에게 답했어요 · ${place}`,
  keyword: (who, word, place) => `${who}님이 ‘${word}’ 이야기를 했어요 · ${place}`,
  whisper: (who, place) => `${who}님의 귓속말 · ${place}`,
  direct: (who, others) => (others ? `${who}님이 여럿에게 보낸 메시지` : `${who}님이 나에게 보낸 메시지`),
  poll: (question) => `투표: ${question}`,
  more: (title, count) => `${title} · 새 메시지 ${count}개`,
  textless: '새 소식이 있어요',
  missed: (porch) => `자리를 비운 사이 · ${porch}`,
  missedSomewhere: '자리를 비운 사이',
  digest: (messages, rooms, personal) =>
    `방 ${rooms.text}곳에 새 메시지 ${messages.text}개가 있어요` +
    (personal.count === 0 ? '' : `. 그중 ${personal.text}개는 나에게 온 거예요`),
  answer: '답장 쓰기…',
};
