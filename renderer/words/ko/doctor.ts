import { withParticle } from '../particles';
import type { Words } from '../words';

type Facts = Parameters<Words['doctor']['passed']['address']>[0];
const place = ({ addresses, host }: Facts) => addresses[0] ?? host;
const link = ({ interface: name = '?', own = '' }: Facts) => `${name}, 여기는 ${own}`;

export const doctor: Words['doctor'] = {
  why: '왜?',
  whyCant: '왜 못 들어올까요?',
  title: '왜 못 들어갈까요?',
  looking: '살펴보는 중…',
  steps: {
    address: '주소',
    network: '네트워크',
    port: '포트',
    tls: '암호화',
    pin: '열쇠',
    version: '버전',
    entry: '초대와 암호',
  },
  passed: {
    address: (facts) =>
      facts.addresses.includes(facts.host) ? `주소 ${facts.host}` : `${withParticle(facts.host, '은')} ${place(facts)}`,
    network: (facts) =>
      facts.relation === 'this-machine'
        ? '바로 이 컴퓨터'
        : facts.relation === 'same-network'
          ? `같은 네트워크 (${link(facts)})`
          : `다른 네트워크지만 길이 있음 (${link(facts)})`,
    port: ({ port }) => `${port} 포트가 열려 있음`,
    tls: () => '암호화해서 대답함 (TLS)',
    pin: ({ firstKey }) => (firstKey ? '처음 보는 열쇠 · 낱말을 맞춰 보세요' : '아는 열쇠가 맞음'),
    version: () => '버전이 맞음',
    entry: () => '암호가 없음',
  },
  unlooked: (steps) => `${withParticle(steps.join(', '), '은')} 아직 보지 않음`,
  causes: {
    none: {
      title: () => '막고 있는 것이 없어요.',
      advice: () => '지금 다시 시도해 보세요. 그래도 안 되면 잠깐의 일이었을 수 있으니 여기서 한 번 더 확인해 주세요.',
    },
    'no-such-name': {
      title: ({ host }) => `그런 이름이 없어요: ${host}`,
      advice: () => '오타가 없는지 보거나, 192.168.0.12:7420처럼 숫자로 된 주소를 호스트에게 물어보세요.',
    },
    'names-silent': {
      title: () => '지금 이름을 찾아 주는 곳이 대답하지 않아요.',
      advice: () => '네트워크의 이름 서버(DNS)가 조용해요. 192.168.0.12:7420처럼 숫자로 된 주소는 그것 없이도 돼요.',
    },
    'no-network': {
      title: () => '이 컴퓨터에 네트워크가 없어요.',
      advice: () => '호스트와 같은 와이파이나 선에 연결해 주세요.',
    },
    'other-network': {
      title: (facts) => `${withParticle(place(facts), '은')} 다른 네트워크의 주소예요.`,
      advice: ({ own }) =>
        `${own ? `이 컴퓨터는 ${own}이고` : '이 컴퓨터는 다른 곳에 있고'} 여기에서 거기로 가는 길이 없어요. 손님용 와이파이나 VPN이 아니라 호스트와 같은 네트워크에 연결하거나, 이 네트워크의 주소를 호스트에게 물어보세요.`,
    },
    away: {
      title: (facts) => `지금 ${place(facts)} 주소를 쓰는 컴퓨터가 없어요.`,
      advice: () =>
        '다른 기기는 대답하는데 그 컴퓨터만 조용해요. 절전 중이거나 꺼졌거나 주소가 바뀌었어요. 호스트의 카드에 지금 보이는 주소를 물어보세요.',
    },
    isolated: {
      title: () => '네트워크가 기기끼리 통하지 못하게 막고 있어요.',
      advice: () =>
        '공유기는 대답하는데 다른 기기는 하나도 대답하지 않아요. 손님용 와이파이가 흔히 그래요(AP 격리). 본래 와이파이나 선에 연결하거나 공유기에서 격리를 꺼 주세요. 이 네트워크에 둘뿐이라면 호스트의 컴퓨터가 잠들었을 수도 있어요.',
    },
    'port-closed': {
      title: (facts) => `${place(facts)}의 ${facts.port} 포트에는 열린 마루가 없어요.`,
      advice: () => '호스트에게 마루를 펴 달라고 하고, 카드에 보이는 주소와 포트를 맞춰 보세요.',
    },
    'other-port': {
      title: ({ port }) => `마루가 ${port} 포트가 아니라 다른 포트에 있어요.`,
      advice: () => '이 주소로 들어가 보세요.',
    },
    'other-interface': {
      title: (facts) => `마루가 ${withParticle(place(facts), '이')} 아니라 그 컴퓨터의 다른 주소에 있어요.`,
      advice: () => '이 주소로 들어가 보세요.',
    },
    firewall: {
      title: ({ port }) => `${port} 포트가 막혀 있음 · 호스트의 방화벽`,
      advice: () => '컴퓨터는 켜져 있어요. 호스트의 컴퓨터에서 이 명령 하나면 돼요.',
    },
    silent: {
      title: (facts) => `${withParticle(place(facts), '이')} 대답하지 않아요.`,
      advice: ({ port }) =>
        `인터넷 너머의 까닭은 아무도 알려 주지 않아요. 호스트의 공유기가 ${port} 포트를 그 컴퓨터로 넘겨주고, 방화벽이 들여보내야 해요.`,
    },
    stuck: {
      title: () => '연결은 받는데 아무 말이 없어요.',
      advice: () => '마루가 너무 바쁘거나 멈췄어요. 조금 기다리거나, 호스트에게 접었다 다시 펴 달라고 해 주세요.',
    },
    'port-busy': {
      title: ({ port }) => `${port} 포트는 다른 프로그램이 쓰고 있어요.`,
      advice: ({ found }) =>
        found
          ? '마루는 같은 컴퓨터의 다른 포트에 있어요. 이 주소로 들어가 보세요.'
          : '그건 마루가 아니에요. 카드에 보이는 포트를 호스트에게 물어보세요.',
    },
    'no-tls': {
      title: () => '이 마루는 암호화해서 말하지 않아요.',
      advice: () =>
        '앱은 암호화 없이 들어가지 않아요. 사이에 있는 무언가가 벗겨 냈을 수 있으니 바로 닿는 주소를 호스트에게 물어보세요.',
    },
    'other-certificate': {
      title: () => '알던 것과 다른 열쇠가 대답해요.',
      advice: () =>
        '호스트가 마루를 새로 만들었거나, 누군가 사이에 끼어 있어요. 아무것도 보내지 않았어요. 다른 길로 호스트와 낱말을 맞춰 본 다음에 들어가세요.',
    },
    'name-refused': {
      title: ({ host }) => `마루가 이 이름에는 대답하지 않아요: ${host}`,
      advice: (facts) =>
        `숫자로 된 주소 ${withParticle(`${place(facts)}:${facts.port}`, '으로')} 들어가 보세요. 그 이름은 호스트가 더할 수 있어요.`,
    },
    'version-old': {
      title: () => '이 앱이 마루보다 오래됐어요.',
      advice: () => '이 컴퓨터의 마루 앱을 업데이트하고 다시 와 주세요. 잃은 것은 없어요.',
    },
    'version-new': {
      title: () => '마루가 이 앱보다 오래됐어요.',
      advice: () => '호스트에게 업데이트를 부탁해 주세요. 잃은 것은 없어요.',
    },
    refused: { title: () => '마루가 들여보내지 않았어요.', advice: () => '호스트에게 물어보세요.' },
  },
  onHosts: '호스트의 컴퓨터에서',
  system: '호스트의 시스템',
  copyCommand: '복사',
  lookAgain: '다시 확인',
  failed: '지금은 살펴보지 못했어요.',
  own: {
    title: '왜 못 들어올까요?',
    answers: (at, name) => `${at} 대답함 (${name})`,
    deaf: (at, name) => `${at} 대답 없음 (${name})`,
    marks: { answers: '대답함', deaf: '여기서는 대답 없음' },
    firewallOn: (name) => `방화벽이 켜져 있음 (${name}) · 마루를 들여보내는지는 관리자만 볼 수 있음`,
    firewallOff: (name) => `방화벽이 꺼져 있음 (${name})`,
    firewallUnknown: '방화벽이 켜져 있는지는 여기서 볼 수 없음',
    asking: '마루에 있는 사람들에게 다시 걸어 봐 달라고 하는 중…',
    nobodyToAsk: '다시 걸어 봐 줄, 앱으로 들어온 사람이 없음',
    nobodyAnswered: '부탁받은 사람이 아직 대답하지 않음',
    notInside: '마루에 올라가면 안에 있는 사람에게 다시 걸어 봐 달라고 할 수 있음',
    askedJustNow: '방금 부탁했으니 10초쯤 뒤에 다시',
    dialled: {
      reached: (name, host) => `${name}님이 ${withParticle(host, '으로')} 다시 걸어 보니 들어와짐`,
      'other-key': (name, host) => `${name}님이 ${withParticle(host, '으로')} 걸었는데 다른 열쇠가 대답함`,
      'no-tls': (name, host) => `${name}님이 ${withParticle(host, '으로')} 걸었는데 암호화가 없음`,
      closed: (name, host) => `${name}님이 ${withParticle(host, '으로')} 걸었는데 닫혀 있음`,
      silent: (name, host) => `${name}님이 ${withParticle(host, '으로')} 걸었는데 대답이 없음`,
    },
    causes: {
      fine: {
        title: '다른 사람이 들어올 수 있어요.',
        advice: (at) =>
          `한 사람만 못 들어온다면 그쪽 문제예요. 그 사람에게 ‘왜?’를 눌러 보라고 해 주세요. 같은 네트워크에서 ${withParticle(at, '으로')} 들어오면 돼요.`,
      },
      noNetwork: {
        title: '이 컴퓨터에 네트워크가 없어요.',
        advice: () => '와이파이나 선을 연결하면 주소가 저절로 나타나요.',
      },
      deaf: {
        title: '이 컴퓨터의 어느 주소에서도 마루가 대답하지 않아요.',
        advice: () => '이 컴퓨터 혼자만 쓰도록 펴졌어요. 접었다가 다시 펴 주세요.',
      },
      partlyDeaf: {
        title: '마루가 몇몇 주소에서만 대답해요.',
        advice: () => '사람들에게 이 주소를 알려 주세요.',
      },
      blocked: {
        title: '이 컴퓨터의 방화벽이 막고 있어요.',
        advice: () => '마루는 잘 대답하는데 밖에서는 닿지 않아요. 이 컴퓨터에서 이 명령 하나면 돼요.',
      },
      maybeBlocked: {
        title: '이 컴퓨터의 방화벽 때문일 수 있어요.',
        advice: (at) =>
          `방화벽이 켜져 있어요. 다른 기기에서 ${withParticle(at, '을')} 열어 보고, 안 나오면 여기에서 이 명령 하나면 돼요.`,
      },
      unproven: {
        title: '이 컴퓨터에서는 다 괜찮아 보여요.',
        advice: (at) =>
          `같은 네트워크의 다른 기기에서 ${withParticle(at, '을')} 열어 보세요. 안 나오면 이 명령으로 포트를 열어 주세요.`,
      },
    },
  },
};
