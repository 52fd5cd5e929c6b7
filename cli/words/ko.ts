import type { RefusalCode } from '../../protocol';
import type { Words } from './en';

const refusals: Record<RefusalCode, string> = {
  invalid: '마루가 알아보지 못했어요.',
  'too-large': '마루가 받기에 너무 커요.',
  'unknown-call': '마루가 할 줄 모르는 일이에요.',
  'not-joined': '아직 들어오지 않았어요.',
  'no-such-log': '그런 방이 없거나 볼 수 없는 방이에요.',
  'no-such-entry': '그 메시지는 이제 없어요.',
  'not-allowed': '할 수 있는 권한이 없어요.',
  'id-conflict': '이 번호는 이미 다른 것에 쓰였어요.',
  'epoch-changed': '마루의 기록이 바뀌었어요.',
  'password-needed': '이 마루는 암호가 필요해요.',
  'password-wrong': '암호가 맞지 않아요.',
  'version-old': '이 프로그램이 마루보다 너무 오래됐어요. 업데이트해 주세요.',
  'version-new': '마루가 이 프로그램보다 오래됐어요. 호스트가 업데이트해야 해요.',
  'token-unknown': '마루가 이 기기를 더는 몰라요. 다시 들어가 주세요.',
  'knock-needed': '여기는 문을 두드려야 들어가요. 앱으로 두드려 주세요.',
  'knock-refused': '안에서 문을 열지 않았어요.',
  'invitation-unknown': '이 마루가 모르는 초대예요.',
  'invitation-expired': '기한이 지난 초대예요. 새로 받아 주세요.',
  'invitation-used': '다 쓴 초대예요. 새로 받아 주세요.',
  'invitation-revoked': '거두어들인 초대예요.',
  'guests-refused': '이 마루는 브라우저 손님을 받지 않아요.',
  removed: '이 마루에서 내보내졌어요.',
  'signed-out': '이 기기는 로그아웃됐어요.',
  muted: '지금은 말할 수 없어요.',
  slow: '천천히 말하는 방이에요. 잠시 기다려 주세요.',
  'no-such-member': '그런 사람이 없어요.',
  'too-many': '더 만들 수 없어요.',
  'no-scope': '이 봇의 토큰으로는 할 수 없는 일이에요.',
  'no-such-hook': '그런 훅이 없거나 비밀이 달라요.',
  reserved: '마루가 스스로 쓰는 이름이라 쓸 수 없어요.',
  archived: '보관된 방이에요. 읽을 수만 있어요.',
  'not-in-room': '받을 사람이 이 방에 없어요.',
  'poll-closed': '끝난 투표예요.',
  'not-the-same': '그사이에 바뀐 메시지예요.',
  'too-many-rooms': '이 마루에는 방이 가득 찼어요.',
  'server-full': '마루가 가득 찼어요. 나중에 다시 해 주세요.',
  rate: '조금 빨랐어요. 잠시 뒤에 다시 해 주세요.',
  busy: '마루가 바빠요. 잠시 뒤에 다시 해 주세요.',
  disk: '호스트 컴퓨터가 디스크에 쓰지 못해요.',
  closing: '마루를 접는 중이에요.',
  'not-connected': '지금은 연결되어 있지 않아요.',
  internal: '호스트 컴퓨터에서 문제가 생겼어요. 그 로그에 적혀 있어요.',
};

const fields: Record<string, string> = { name: '이름', password: '암호', text: '글' };

export const ko: Words = {
  language: 'ko',
  commons: '사랑방',
  usage: {
    join: 'join 링크|주소 --name 이름',
    send: 'send 방 [글…|-]',
    tail: 'tail [방…]',
    rooms: 'rooms',
    export: 'export 방',
    doctor: 'doctor 주소',
    whoami: 'whoami',
    leave: 'leave',
    help: 'help [명령]',
  },
  summary: {
    join: '마루에 올라가요 (한 번만)',
    send: '말하고, 거기에 남을 때까지 기다려요',
    tail: '오가는 말을 그대로 보여 줘요',
    rooms: '들어가 있는 방을 보여 줘요',
    export: '방의 기록을 처음부터 내보내요',
    doctor: '마루로 가는 길을 무엇이 막는지 봐요',
    whoami: '어디에서 누구인지 보여 줘요',
    leave: '이 프로필을 로그아웃하고 잊어요',
    help: '이 글, 또는 명령 하나의 자세한 설명',
  },
  more: {
    join: `링크는 초대(maru://… 또는 https://…/j/… 페이지), 주소는 HOST 또는 HOST:PORT예요.

  --name 이름           다른 사람에게 보일 이름
  --password-file 파일  마루의 암호가 든 파일 (-는 표준 입력)
  --fingerprint 열쇠    마루가 열릴 때 스스로 말한 열쇠. 낱말을 맞춰 보라고 묻지 않아요`,
    send: `글이 없거나 -이면 표준 입력에서 읽어요. -로 시작하는 글 앞에는 --를 붙여 주세요.
방은 이름이나 id예요. @이름은 그 사람과의 대화예요.

  --later               마루에 닿지 않으면 여기 두었다가, 다음에 닿는 명령이 함께 보내요
  --old                 하루 넘게 여기 남아 있던 말도 보내요`,
    tail: `방을 적지 않으면 모든 방이에요. 마루가 사라지면 기다리고, 빠뜨리거나 두 번 쓰지 않아요.

  --from 번호           적은 방 하나의 이 번호부터
  --all                 처음부터
  --continue            지난번 tail --continue가 쓴 다음부터 (처음이면 처음부터)`,
    rooms: `한 줄에 방 하나예요.`,
    export: `기록에 있는 그대로, 또는 사람이 읽을 페이지로 내보내요. 이미 있는 파일은 이어서 써요.

  --format jsonl|html   기본은 jsonl
  --output 파일         기본은 표준 출력
  --from 번호           이 번호부터`,
    doctor: `주소는 join과 같아요. 악수하고 인사할 뿐, 다른 것은 보내지 않아요.`,
    whoami: `아무에게도 묻지 않고 이 프로필이 아는 것을 보여 줘요.`,
    leave: `  --forget              마루에 닿지 않아도 여기에서는 잊어요`,
    help: ``,
  },
  title: 'maru: 터미널이나 프로그램에서 마루에 말하고 들어요',
  everywhere: `  --json                파이프로 보낼 때처럼 JSON 줄로
  --profile 폴더        누구인지를 두는 곳 (기본: 설정 폴더의 maru-cli)
  --lang ko|en          언어 (기본: 시스템이 말하는 대로)
  --version             버전

끝날 때의 값: 0 잘됨, 1 거절됨, 2 잘못 씀, 3 닿지 않음, 4 믿을 수 없음, 5 들어오지 않음, 6 파일이나 폴더.`,
  seeHelp: (command) => `이렇게 물어보세요: maru help${command ? ` ${command}` : ''}`,

  unknownCommand: (given) => `‘${given}’ 명령은 없어요.`,
  unknownOption: (message) => `옵션을 알아볼 수 없어요: ${message}`,
  missing: (what) =>
    ({
      room: '어느 방인가요? 이름이나 id를 적어 주세요.',
      text: '무엇을 말할까요? 방 뒤에 적거나 표준 입력으로 넣어 주세요.',
      address: '어디로 갈까요? 초대나 192.168.0.12:7420 같은 주소를 적어 주세요.',
      name: '어떤 이름으로 들어갈까요? --name으로 적어 주세요.',
    })[what],
  tooMany: '이 명령이 받는 것보다 많이 적었어요.',
  badAddress: '온전한 초대도, 192.168.0.12:7420 같은 주소도 아니에요.',
  badFingerprint: '열쇠는 글자, 숫자, -, _ 마흔세 자예요.',
  badFormat: '형식은 jsonl과 html 두 가지예요.',
  badLanguage: '언어는 ko와 en 두 가지예요.',
  badSeq: '--from에는 1부터의 자연수를 적어 주세요.',
  oneRoomForFrom: '--from은 방 하나와 함께 써요.',
  oneStart: '--from, --all, --continue 가운데 하나만 쓸 수 있어요.',
  unknownRoom: (given) => `들어가 있는 방 가운데 ‘${given}’ 방은 없어요. maru rooms로 볼 수 있어요.`,
  severalRooms: (given) => `이름이 ‘${given}’인 방이 여럿이에요. maru rooms에 나오는 id를 적어 주세요.`,
  nothingToSay: '말할 것이 없었어요.',

  notJoined: (folder) => `이 프로필(${folder})로는 아직 들어간 마루가 없어요. 먼저 maru join을 해 주세요.`,
  alreadyJoined: (server, me) =>
    `이 프로필은 이미 ${server} 마루의 ${me}님이에요. 먼저 maru leave를 하거나 다른 --profile을 써 주세요.`,
  firstKey: (words) => `처음 보는 열쇠예요. 낱말: ${words}`,
  compare: '호스트에게도 같은 낱말이 보이나요? (예/아니요) ',
  yes: ['예', '네', 'yes', 'y'],
  notCompared: (fingerprint) =>
    `맞는 열쇠라고 아무도 말하지 않아서 아무것도 보내지 않았어요. 맞다면 덧붙여 주세요: --fingerprint ${fingerprint}`,
  expectedKey: (words) => `대답한 열쇠의 낱말: ${words}`,
  passwordHow: '암호는 파일로 주세요: --password-file 파일',
  left: (server) => `${server} 마루에서 나왔어요.`,
  joined: (server, me) => `${server} 마루에 ${me}님으로 있어요.`,

  kept: '마루에 닿지 않아요. 여기 두었다가 다음에 닿는 명령이 함께 보내요.',
  notKept: '보내지 않았고, 남겨 두지도 않았어요. --later를 붙이면 남겨 둬요.',
  unsure: '대답하기 전에 마루가 사라졌어요. 남았을 수도, 아닐 수도 있어요. 같은 글을 다시 보내면 두 번째 말이 돼요.',
  held: (count) => `여기 남겨 둔 말 ${count}개가 하루 넘게 기다렸어요. maru send --old로 보낼 수 있어요.`,
  lost: '연결이 끊어져서 기다리고 있어요.',
  back: '다시 이어졌어요.',
  otherHistory: (room) => `${room}: 여기부터 마루의 기록이 달라요 (백업을 되돌렸어요).`,
  otherFile: '이 파일에는 다른 방이나 다른 기록, 다른 형식이 들어 있어요. 다른 파일을 골라 주세요.',
  exported: (count) => `${count}줄이에요.`,
  cannotRead: (what, why) => `읽을 수 없어요: ${what} (${why})`,
  cannotWrite: (what, why) => `쓸 수 없어요: ${what} (${why})`,
  unforeseen: (what) => `여기에서 문제가 생겼어요: ${what}`,

  refusal({ code, field, rule, limit }) {
    if (code !== 'invalid' || field === undefined) return refusals[code];
    const what = fields[field.split('.').at(-1) ?? ''] ?? field;
    if (rule === 'long') return `너무 길어요: ${what}${limit === undefined ? '' : ` (많아야 ${limit}자)`}`;
    return rule === 'empty' ? `비어 있어요: ${what}` : `알아볼 수 없어요: ${what}`;
  },
  causes: {
    'not-reachable': '이 주소에서 아무도 대답하지 않아요.',
    'no-such-address': '그런 주소가 없어요.',
    'port-closed': '컴퓨터는 켜져 있지만 열린 마루가 없어요.',
    'host-asleep': '호스트의 컴퓨터가 대답하지 않아요.',
    'too-large': '마루가 받기에 너무 컸어요.',
    'no-network': '이 컴퓨터에 네트워크가 없어요.',
    'not-maru': '대답은 하는데 마루가 아니에요.',
    lost: '연결이 끊어졌어요.',
    silent: '마루가 대답을 멈췄어요.',
    closing: '호스트가 마루를 접었어요.',
    'key-unknown': '아직 모르는 열쇠예요. 아무것도 보내지 않았어요.',
    'key-changed':
      '알던 것과 다른 열쇠가 대답해요. 아무것도 보내지 않았어요. 호스트에게 지금 보이는 낱말을 물어보세요.',
    'no-privacy': '거기서 대답하는 것은 비공개로 말할 줄 몰라요. 아무것도 보내지 않았어요.',
    'other-server': '이 주소에서 다른 마루가 대답해요. 아무것도 보내지 않았어요.',
  },

  steps: {
    address: '주소',
    network: '네트워크',
    port: '포트',
    tls: '암호화',
    pin: '열쇠',
    version: '버전',
    entry: '암호',
  },
  doctor: {
    none: () => '막고 있는 것이 없어요.',
    'no-such-name': ({ host }) => `그런 이름이 없어요: ${host}. 오타를 보거나 숫자로 된 주소를 써 보세요.`,
    'names-silent': () => '이름을 찾아 주는 곳이 대답하지 않아요. 숫자로 된 주소는 그것 없이도 돼요.',
    'no-network': () => '이 컴퓨터에 네트워크가 없어요.',
    'other-network': ({ host }) =>
      `여기에서 그 주소로 가는 길이 없어요: ${host}. 호스트와 같은 네트워크에 연결해 주세요.`,
    'port-closed': ({ host, port }) => `${host}:${port}에는 열린 마루가 없어요. 호스트에게 펴 달라고 해 주세요.`,
    'other-port': ({ found = '' }) => `마루가 다른 포트에 있어요: ${found}`,
    'other-interface': ({ found = '' }) => `마루가 다른 주소에 있어요: ${found}`,
    firewall: ({ port }) => `호스트의 방화벽이 ${port} 포트를 막고 있어요.`,
    away: ({ host }) => `지금 그 주소를 쓰는 컴퓨터가 없어요: ${host}`,
    isolated: () => '네트워크가 기기끼리 통하지 못하게 막고 있어요.',
    silent: ({ host, port }) =>
      `대답하지 않아요: ${host}:${port}. 절전 중이거나 꺼졌거나 다른 곳에 있거나, 방화벽이 막고 있어요. 그 네트워크에 있는 컴퓨터의 앱은 이것들을 가려낼 수 있어요.`,
    'port-busy': ({ port }) => `${port} 포트는 다른 프로그램이 쓰고 있어요. 마루가 아니에요.`,
    stuck: () => '연결은 받는데 아무 말이 없어요. 호스트에게 접었다 다시 펴 달라고 해 주세요.',
    'no-tls': () => '암호화해서 말하지 않아요. 그러면 들어가지 않아요.',
    'other-certificate': () =>
      '알던 것과 다른 열쇠가 대답해요. 마루를 새로 만들었거나 누군가 사이에 끼어 있어요. 호스트에게 지금 보이는 낱말을 물어보세요.',
    'name-refused': ({ host }) => `마루가 이 이름에는 대답하지 않아요: ${host}. 숫자로 된 주소를 써 보세요.`,
    'version-old': () => '이 프로그램이 마루보다 오래됐어요. 업데이트해 주세요.',
    'version-new': () => '마루가 이 프로그램보다 오래됐어요. 호스트가 업데이트해야 해요.',
    refused: () => '마루가 들여보내지 않아요.',
  },
  firstKeyFound: '처음 보는 열쇠예요. 낱말을 맞춰 보세요.',

  whisper: '귓속말',
  deleted: '지움',
  edited: '고침',
  unknownPerson: '누군가',
  anonymous: (voters) => `${voters}명 투표`,
  exportedAt: (when) => `${when} 기준`,
  notice: {
    created: () => '방이 생겼어요.',
    joined: (name) => `${name}님이 들어왔어요.`,
    removed: (name) => `${name}님을 내보냈어요.`,
    entered: (names) => `방에 들어온 사람: ${names}`,
    left: (name) => `${name}님이 방에서 나갔어요.`,
    renamed: (name) => `방 이름이 바뀌었어요: ${name}`,
    topic: (topic) => (topic === '' ? '주제를 지웠어요.' : `주제: ${topic}`),
    archived: (archived) => (archived ? '방을 보관했어요.' : '방을 다시 꺼냈어요.'),
    promoted: () => '대화가 방으로 이어졌어요.',
  },
};
