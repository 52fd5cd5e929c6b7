export const start = {
  title: 'Come up to the porch.',
  lead: 'Talk at once with the people on this network. No account, no cloud.',
  footer: 'What is said stays on the host’s computer and on each person’s device.',

  yourName: 'Your name',
  nameLead: 'What shall the others call you?',
  goOn: 'Go on',
  editProfile: (name: string) => `${name}: edit name, language and appearance`,
  notifications: 'Notifications',
  notificationsOff: 'Tell me of new messages while I look elsewhere.',
  notificationsOn: 'This browser tells you of new messages.',
  notificationsDenied: 'This browser does not let this page notify you. Its site settings can change that.',
  turnOn: 'Turn on',

  stepInTo: (porch: string) => `Step in, ${porch}`,
  asWhom: (name: string) => `as ${name}`,
  connected: 'connected',
  waiting: (count: string) => `${count} new`,

  address: 'Address or invitation',
  addressExample: '192.168.0.12:7420',
  join: 'Join',
};
