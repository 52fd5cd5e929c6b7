/** What the page at /api says, in both languages. The server tells it by itself, so its words stand here. */
import { limits } from '../../protocol';
import type { RouteName } from './openapi';

export type Language = 'ko' | 'en';

interface Words {
  title: string;
  lead: string;
  machine: string;
  other: string;
  socket: string;
  hooks: string;
  asked: string;
  column: Readonly<Record<'name' | 'place' | 'what' | 'status' | 'code', string>>;
  place: Readonly<Record<'path' | 'query' | 'header' | 'body', string>>;
  needed: string;
  answers: string;
  refusals: string;
  example: string;
  anybody: string;
  /** Null: as the table of routes says it. */
  summaries: Readonly<Record<RouteName, string>> | null;
}

export const pageWords: Readonly<Record<Language, Words>> = {
  ko: {
    title: '프로그램을 위한 문',
    lead: '이 서버에 프로그램으로 들어오는 길이에요. 어느 문으로 오든 같은 기록을 같은 규칙으로 읽고 써요. 토큰은 들어올 때 한 번만 알려 드려요. 주소에는 절대 넣지 마세요.',
    machine: '기계가 읽는 설명: OpenAPI 3.1',
    other: 'English',
    socket:
      '웹소켓은 /api/socket에 있어요. 하위 프로토콜은 maru.v1이고, { "event", "data" } 모양의 JSON 글 프레임을 주고받아요. 첫 프레임은 open이에요.',
    hooks: `봇의 웹훅에는 저마다 주소가 있어요: POST /api/hooks/HOOK/SECRET. 본문은 슬랙처럼 JSON의 text이거나 text/plain이고, 답은 ok예요. 한꺼번에 ${limits.hookRate.burst}개까지, 그다음은 1초에 ${limits.hookRate.perSecond}개예요. 주소는 암호처럼 다뤄 주세요.`,
    asked: '보내는 것',
    column: { name: '이름', place: '자리', what: '무엇', status: '상태', code: '코드' },
    place: { path: '경로', query: '쿼리', header: '헤더', body: '본문' },
    needed: '꼭 있어야 해요',
    answers: '답',
    refusals: '거절',
    example: '그대로 복사해 쓰는 줄',
    anybody: '토큰 없이 물을 수 있어요.',
    summaries: {
      join: '처음 온 사람을 멤버로 만들고 토큰을 한 번 알려 줘요. 그다음 모든 요청의 `Authorization: Bearer` 헤더에 그 토큰을 넣어요.',
      ticket: `헤더를 보낼 수 없는 EventSource를 위해, ${limits.ticketLife / 1_000}초 안에 한 번만 쓰는 표를 만들어요. 쿼리 \`ticket\`에 넣어요.`,
      logs: '읽을 수 있는 방과 귓속말의 기록을, 어디까지 있는지와 함께 모두 알려 줘요.',
      entries:
        '어떤 자리 다음의 기록을 읽어요. wait를 넣으면 새 말이 생길 때까지 기다리고, 그동안 아무 말이 없으면 204로 답해요. text/event-stream이나 application/x-ndjson으로 물으면 끝나지 않고 계속 이어져요.',
      say: '기록에 한 줄을 더해요. Idempotency-Key가 그 줄의 id라서, 같은 것을 다시 보내도 한 번만 남아요.',
      relay: '방을 듣고 있는 연결에 이름 붙은 사건을 한 번만 알려요. 기록에는 남지 않아요.',
    },
  },
  en: {
    title: 'Doors for programs',
    lead: 'The ways into this server for programs. All of them lead to the same logs, by the same rules. A token is told once, when you join: never put it into a URL.',
    machine: 'For machines: OpenAPI 3.1',
    other: '한국어',
    socket:
      'The WebSocket is at /api/socket, with the sub-protocol maru.v1: text frames of JSON, { "event", "data" }. The first one is open.',
    hooks: `A bot’s webhooks have an address each: POST /api/hooks/HOOK/SECRET. The body is JSON with text, as for Slack, or text/plain; the answer is ok. ${limits.hookRate.burst} at once, then ${limits.hookRate.perSecond} a second. Treat the address like a password.`,
    asked: 'What is sent',
    column: { name: 'name', place: 'place', what: 'what', status: 'status', code: 'code' },
    place: { path: 'path', query: 'query', header: 'header', body: 'body' },
    needed: 'needed',
    answers: 'Answers',
    refusals: 'Refusals',
    example: 'To copy',
    anybody: 'No token is needed.',
    summaries: null,
  },
};

/** What ?lang asks for, else the first of the browser's languages that is here (RFC 9110 §12.5.4). */
export function languageOf(asked: string | undefined, accepted: string | undefined): Language {
  if (asked === 'ko' || asked === 'en') return asked;
  const first = (accepted ?? '').toLowerCase().match(/\b(ko|en)\b/)?.[1];
  return first === 'ko' ? 'ko' : 'en';
}
