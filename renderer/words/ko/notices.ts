import type { Words } from '../words';

export const notices: Words['notices'] = {
  message: (who, place) => `${who} · ${place}`,
  mention: (who, place) => `${who}님이 나를 불렀어요 · ${place}`,
  whisper: (who, place) => `${who}님의 귓속말 · ${place}`,
  direct: (who, others) => (others ? `${who}님이 여럿에게 보낸 메시지` : `${who}님이 나에게 보낸 메시지`),
  poll: (question) => `투표: ${question}`,
};
