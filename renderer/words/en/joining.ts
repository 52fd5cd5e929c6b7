export const joining = {
  connectingTo: (where: string) => `Connecting to ${where}…`,
  connectingHint: 'This takes a few seconds at most.',
  connectingSlow: 'It takes longer than usual. If the system asks for the password of your keyring, answer it there.',
  joining: (porch: string) => `Joining ${porch}…`,
  aPorch: 'this porch',
  people: (count: string, one: boolean) => (one ? `${count} person is here` : `${count} people are here`),
  password: 'Password',
  passwordLead: (porch: string) => `${porch} asks for a password. The host has it.`,
  notPrivateTitle: 'Not private.',
  notPrivate:
    'This page came without encryption: others on this network can read what is said here, and the password too. Everybody sees “not private” beside your name. In the Maru app it is encrypted.',
  guestTitle: (porch: string) => `Welcome to ${porch}`,
  guestLead: 'Put in a name and you are in. No account, nothing to install.',
  retryIn: (seconds: string) => `Trying again in ${seconds} s.`,
  joinAsNew: 'Go in as somebody new',
  rejoinTitle: 'This porch does not know this device any more.',
  rejoin: 'Perhaps its data was set back. Join again; what you had not sent yet is kept.',
};
