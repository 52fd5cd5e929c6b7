import type { Words } from '../words';

export const lab: Words['lab'] = {
  title: '실험실: 모든 문을 한꺼번에',
  lead: '같은 메시지를 한 번 보내면 모든 문으로 돌아와요. 얼마나 걸리고 무엇이 드는지 보세요.',
  start: '시작',
  stop: '멈춤',
  startMuseum: '박물관 시작',
  rate: (count) => `1초에 메시지 ${count}개`,
  size: '메시지 길이',
  characters: (count) => `${count}자`,
  notYet: '아직 시작하지 않았어요.',
  running: '재는 중이에요.',
  over: '멈췄어요. 잰 값은 그대로 있어요.',
  left: (seconds) => `${seconds}초 남음`,

  race: '얼마나 걸릴까요',
  legend: '막대: 메시지의 절반이 이보다 빨라요. 점: 마지막 메시지예요. 눈금 하나마다 10배예요.',
  middle: '보통',
  last: '마지막',
  milliseconds: (ms) => `${ms} ms`,
  costs: '메시지 하나에 드는 것',
  technique: '문',
  requests: '요청',
  bytes: '바이트 ↑ / ↓',
  cpu: '서버 CPU',
  many: (times) => `(${times}×)`,
  below: (least) => `${least} 미만`,
  costsNote:
    '바이트: 서버로 ↑, 서버에서 ↓. 스트림을 여는 것도 요청 하나라서, 메시지가 늘수록 몫이 줄어요. ×는 WebSocket의 몇 배인지예요.',

  told: '저마다 하는 일',
  doors: {
    polling: {
      name: '폴링 1초',
      text: '1초마다 “새 소식 있어요?” 하고 물어요. 평균 0.5초 늦게 듣고, 물음은 대부분 헛걸음이에요.',
    },
    'slow-polling': { name: '폴링 5초', text: '5초마다 물어요. 덜 묻는 대신 소식이 몇 초씩 늦어요.' },
    'long-polling': {
      name: '롱 폴링',
      text: '한 번 물으면 소식이 생길 때 답해요. 바로 듣지만, 소식마다 요청이 하나씩 들어요.',
    },
    ndjson: { name: '줄 스트리밍', text: '끝나지 않는 답 하나예요. 메시지마다 JSON이 한 줄씩 늘고, 다시 묻지 않아요.' },
    sse: {
      name: '스트리밍 (SSE)',
      text: '모든 브라우저에 들어 있는 스트리밍이에요. 끊기면 스스로 돌아와 어디까지 들었는지 말해요.',
    },
    'socketio-polling': {
      name: 'Socket.IO 폴링',
      text: '평범한 요청만 지나는 곳의 Socket.IO예요. 아래는 롱 폴링이고, 위는 같은 이벤트예요.',
    },
    socketio: {
      name: 'Socket.IO',
      text: 'WebSocket 위에 이름 있는 이벤트와 답, 심장 박동, 폴링으로 물러설 길을 얹었어요.',
    },
    socket: {
      name: 'WebSocket',
      text: '악수 한 번이면 양쪽이 함께 쓰는 줄이 생겨요. 메시지를 감싸는 데 몇 바이트면 돼요.',
    },
    jsonp: {
      name: 'JSONP',
      text: '페이지의 함수를 부르는 스크립트를 받아와요. 한때 다른 사이트를 읽는 유일한 길이었고, 그 사이트가 적은 것은 무엇이든 돌았어요.',
    },
    iframe: {
      name: '끝없는 iframe',
      text: '다 열리지 않는 숨은 페이지예요. 메시지마다 스크립트가 하나씩 늘고, 다시 열 때까지 자라요.',
    },
  },

  museum: '박물관',
  museumText:
    '스트리밍과 WebSocket 전에는 JSONP와 끝없는 iframe이 있었어요. 둘 다 받은 것을 스크립트로 돌리니, 여기에서만 울타리 안에서 돌고 방에는 쓰지 않아요.',
  museumElsewhere: '실험실을 따로 연 페이지에서 돌아요.',
  museumInBrowser:
    '브라우저에서 돌아요. 브라우저는 내가 여기서 누구인지 몰라서, 호스트가 브라우저를 받는다면 다른 손님처럼 이름을 대고 들어가요.',
  museumBrowser: '브라우저에서 실험실 열기',
  museumOpen: '실험실을 페이지로 열기',
  flash:
    '플래시도 있었어요. 스스로 소켓을 여는 플러그인으로, 첫 Socket.IO가 썼어요. 2020년에 브라우저에서 사라져서 이야기만 남겨요.',
  more: '더 읽을거리:',
  pages: {
    polling: 'RFC 6202 롱 폴링',
    events: 'WHATWG 서버 보냄 이벤트(SSE)',
    socket: 'RFC 6455, 웹소켓 규격',
    socketio: 'Socket.IO가 도는 법',
  },
  open: '실험실 열기',
};
