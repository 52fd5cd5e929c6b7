/** The servers one is on: the rail, what one may do about each, everything unread, and leaving. */
export const servers = {
  rail: 'Your porches',
  home: 'Start screen',
  standing: {
    connected: 'connected',
    connecting: 'connecting',
    offline: 'not there',
    asks: 'waits for your answer',
    apart: 'not connected, by your wish',
  },
  own: 'yours',
  current: 'before you now',
  menuOf: (porch: string) => `${porch}: what you can do`,

  muteFor: 'Mute all of it',
  unmute: 'Unmute',
  here: 'Here',
  place: 'Place in the rail',
  mine: 'My name here…',
  connect: 'Connect',
  disconnect: 'Disconnect',
  leave: 'Leave…',
  stop: 'Stop the porch…',
  moved: (porch: string, place: string) => `${porch} is at place ${place} now.`,

  nameTitle: (porch: string) => `Your name on ${porch}`,
  name: 'Name here',
  nameHint: (usual: string) =>
    `On your other porches you are ${usual}. Who you are with your usual name here, too, follows it.`,
  nameUsual: 'Use my usual name',
  naming: 'Saving…',
  nameLater: 'It is not there just now: it hears the name when it is back.',

  leaveTitle: (porch: string) => `Leave ${porch}?`,
  leaveBody:
    'This device is signed out there, and forgets all of it: who you are there, what it kept of what was said, and what you set. What you said stays with the others.',
  leaveAgain: 'Whoever comes in again from here is somebody new.',
  leaveWaiting: (count: string, one: boolean) =>
    one
      ? 'One message or draft of yours was not sent. It is lost then.'
      : `${count} messages and drafts of yours were not sent. They are lost then.`,
  leaveAway:
    'It is not there just now, so it cannot be told. This device forgets it all the same; another device of yours can end this one there later.',
  leaveDo: 'Leave',
  leaving: 'Leaving…',
  leftTitle: (porch: string) => `You have left ${porch}`,
  leftUntold:
    'This device has forgotten it. It could not tell the porch, which still lists this device until somebody ends it there.',
  leftKept: 'This device’s disk did not take all of it. What it could not delete is still there: try again.',

  unread: 'Everything unread',
  unreadNone: 'You have read everything.',
  unreadNoneLead: 'What comes on any of your porches stands here, what is meant for you first.',
  unreadMore: (count: string) => `${count} more`,
  unreadNotHeld: 'Open it to read them.',
  allRead: 'Mark all as read',
  allReadOf: (porch: string) => `Mark everything on ${porch} as read`,
  roomRead: (room: string) => `Mark ${room} as read`,
  goTo: (room: string, porch: string) => `Go to ${room}, ${porch}`,
  forYou: (count: string) => `${count} for you`,
  new: (count: string) => `${count} new`,
};
