/** Facts of a walk, as the sentences need them (protocol/doctor.ts). */
interface Facts {
  host: string;
  port: number;
  addresses: readonly string[];
  relation?: string | undefined;
  interface?: string | undefined;
  own?: string | undefined;
  found?: string | undefined;
  firstKey?: boolean | undefined;
}
const place = ({ addresses, host }: Facts) => addresses[0] ?? host;
const link = ({ interface: name = '?', own = '' }: Facts) => `${name}, ${own} here`;

export const doctor = {
  why: 'Why?',
  whyCant: 'Why can’t they join?',
  title: 'Why can’t I join?',
  looking: 'Looking…',
  steps: {
    address: 'the address',
    network: 'the network',
    port: 'the port',
    tls: 'encryption',
    pin: 'the key',
    version: 'the version',
    entry: 'invitation and password',
  },
  passed: {
    address: (facts: Facts) =>
      facts.addresses.includes(facts.host) ? `Address ${facts.host}` : `${facts.host} is ${place(facts)}`,
    network: (facts: Facts) =>
      facts.relation === 'this-machine'
        ? 'It is this computer itself'
        : facts.relation === 'same-network'
          ? `The same network (${link(facts)})`
          : `Another network, with a way there (${link(facts)})`,
    port: ({ port }: Facts) => `Port ${port} is open`,
    tls: () => 'It answers encrypted (TLS)',
    pin: ({ firstKey }: Facts): string =>
      firstKey ? 'A key that is new here: its words want comparing' : 'The key is the right one',
    version: () => 'Both speak the same version',
    entry: () => 'It asks for no password',
  },
  unlooked: (steps: readonly string[]) => `Not looked at yet: ${steps.join(', ')}`,
  causes: {
    none: {
      title: () => 'Nothing is in the way.',
      advice: () => 'Try again now. If it fails all the same, it was a moment’s matter: look here once more.',
    },
    'no-such-name': {
      title: ({ host }: Facts) => `There is no such name: ${host}.`,
      advice: () => 'Look for a slip in it, or ask the host for the address in numbers, such as 192.168.0.12:7420.',
    },
    'names-silent': {
      title: () => 'Nobody here knows names right now.',
      advice: () =>
        'The network’s name server does not answer. The address in numbers, such as 192.168.0.12:7420, works without it.',
    },
    'no-network': {
      title: () => 'This computer has no network.',
      advice: () => 'Connect to Wi-Fi or a cable, the same one as the host.',
    },
    'other-network': {
      title: (facts: Facts) => `${place(facts)} belongs to another network.`,
      advice: ({ own }: Facts) =>
        `This computer is ${own ? `at ${own}` : 'on another one'}, and there is no way from here to there. Go onto the host’s network (not the guests’ Wi-Fi, not through a VPN), or ask the host for an address on yours.`,
    },
    away: {
      title: (facts: Facts) => `Nobody has the address ${place(facts)} now.`,
      advice: () =>
        'Others on this network answer, this computer does not: it sleeps, is off, or got another address. Ask the host for the address on their card now.',
    },
    isolated: {
      title: () => 'The network keeps its devices apart.',
      advice: () =>
        'The router answers, and no other device does: guest Wi-Fi is often set so (“AP isolation”, “client isolation”). Go onto the main Wi-Fi or a cable, or switch that off in the router. If you two are alone on this network, the host’s computer may also be asleep.',
    },
    'port-closed': {
      title: (facts: Facts) => `Nothing listens at port ${facts.port} of ${place(facts)}.`,
      advice: () => 'Ask the host to open the porch, and to compare address and port with those on their card.',
    },
    'other-port': {
      title: ({ port }: Facts) => `The porch is not at port ${port}, but at another one.`,
      advice: () => 'Take this address instead:',
    },
    'other-interface': {
      title: (facts: Facts) => `The porch does not listen at ${place(facts)}, but at another address of that computer.`,
      advice: () => 'Take this address instead:',
    },
    firewall: {
      title: ({ port }: Facts) => `Port ${port} is blocked: the host’s firewall.`,
      advice: () => 'The computer is there. On it, this one command is enough:',
    },
    silent: {
      title: (facts: Facts) => `${place(facts)} does not answer.`,
      advice: ({ port }: Facts) =>
        `Over the internet nobody says why. The host’s router has to forward port ${port} to their computer, and its firewall has to let it in.`,
    },
    stuck: {
      title: () => 'It takes the call, and says nothing.',
      advice: () => 'The porch is too busy or hangs. Wait a moment, or ask the host to stop and open it.',
    },
    'port-busy': {
      title: ({ port }: Facts) => `Another program has port ${port}.`,
      advice: ({ found }: Facts): string =>
        found
          ? 'The porch is at another port of the same computer. Take this address instead:'
          : 'It is no porch. Ask the host which port is on their card.',
    },
    'no-tls': {
      title: () => 'This porch does not speak encrypted.',
      advice: () =>
        'An app goes nowhere without. Something in between may take it away: ask the host for the direct address.',
    },
    'other-certificate': {
      title: () => 'Another key answers than the one you know.',
      advice: () =>
        'Either the host has set the porch up anew, or somebody is in between. Nothing was sent. Compare the words with the host on another way before you go on.',
    },
    'name-refused': {
      title: ({ host }: Facts) => `The porch does not answer to the name ${host}.`,
      advice: (facts: Facts) =>
        `Take the address in numbers: ${place(facts)}:${facts.port}. The host can add the name.`,
    },
    'version-old': {
      title: () => 'This app is older than the porch.',
      advice: () => 'Update Maru on this computer, and come again. Nothing is lost.',
    },
    'version-new': {
      title: () => 'The porch is older than this app.',
      advice: () => 'Ask the host to update Maru. Nothing is lost.',
    },
    refused: { title: () => 'The porch said no.', advice: () => 'Ask the host.' },
  },
  onHosts: 'On the host’s computer:',
  system: 'The host’s system',
  copyCommand: 'Copy',
  lookAgain: 'Look again',
  failed: 'It could not be looked at just now.',
  own: {
    title: 'Why can’t they join?',
    answers: (at: string, name: string) => `${at} answers (${name})`,
    deaf: (at: string, name: string) => `Nothing answers at ${at} (${name})`,
    marks: { answers: 'answers', deaf: 'nothing answers here' },
    firewallOn: (name: string) => `The firewall is on (${name}); whether it lets Maru through, only root may see`,
    firewallOff: (name: string) => `The firewall is off (${name})`,
    firewallUnknown: 'Whether a firewall is on cannot be seen here',
    asking: 'Asking people who are here to dial back…',
    nobodyToAsk: 'Nobody is here with the app who could dial back',
    nobodyAnswered: 'Those who were asked have not answered',
    notInside: 'Step onto the porch, then people there can be asked to dial back',
    askedJustNow: 'People were asked to dial back a moment ago; wait ten seconds',
    dialled: {
      reached: (name: string, host: string) => `${name} dialled ${host} anew, and came through`,
      'other-key': (name: string, host: string) => `${name} dialled ${host} and met another key`,
      'no-tls': (name: string, host: string) => `${name} dialled ${host} and met something without encryption`,
      closed: (name: string, host: string) => `${name} dialled ${host} and found it closed`,
      silent: (name: string, host: string) => `${name} dialled ${host} and got no answer`,
    },
    causes: {
      fine: {
        title: 'People can come in.',
        advice: (at: string) =>
          `If one person cannot, it is on their side: let them press “Why?”. They need ${at} and the same network.`,
      },
      noNetwork: {
        title: 'This computer has no network.',
        advice: () => 'Connect to Wi-Fi or a cable: the addresses appear by themselves.',
      },
      deaf: {
        title: 'The porch answers at none of this computer’s addresses.',
        advice: () => 'It was opened for this computer alone. Stop it and open it again.',
      },
      partlyDeaf: {
        title: 'The porch answers at some addresses only.',
        advice: () => 'Give people this one:',
      },
      blocked: {
        title: 'The firewall of this computer blocks them.',
        advice: () => 'The porch itself answers, but not to others. On this computer, this one command is enough:',
      },
      maybeBlocked: {
        title: 'Perhaps the firewall of this computer.',
        advice: (at: string) =>
          `It is on. Open ${at} on another device: if nothing comes, this one command is enough here:`,
      },
      unproven: {
        title: 'From this computer all looks well.',
        advice: (at: string) => `Open ${at} on another device of this network. If nothing comes, let the port through:`,
      },
    },
  },
};
