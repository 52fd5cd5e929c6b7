/** What stands on a message and around it, and what one can do with it. */
export const messages = {
  edited: (times: string, once: boolean) => (once ? 'edited' : `edited · ${times}`),
  seeVersions: 'Show what it said before',
  pinned: 'Pinned',
  toMessage: 'Go to this message',
  quoteGone: 'The message this answers was deleted.',
  quoteUnknown: 'The message this answers is not to be had.',
  quoteFetching: 'Fetching what this answers…',
  forwarded: (who: string, where: string | null) =>
    where ? `${who} said this in ${where}` : `${who} said this elsewhere`,
  passedOn: 'Passed on',

  whisper: (names: readonly string[]) =>
    names.length > 1
      ? `Whisper, seen by ${names.slice(0, -1).join(', ')} and ${names.at(-1)} only`
      : `Whisper, seen by ${names[0]} only`,
  whisperAlone: 'Whisper, seen by nobody else',

  thread: (count: string, one: boolean) => (one ? '1 answer' : `${count} answers`),
  threadLast: (when: string) => `last ${when}`,
  threadNew: (count: string) => `${count} new`,

  unreadBy: (count: string, one: boolean) =>
    one ? 'One person has not read this' : `${count} people have not read this`,
  readByAll: 'Read by everybody',
  whoRead: 'Who has read this',
  notYet: (count: string) => `Not yet · ${count}`,
  read: (count: string) => `Read · ${count}`,
  nobody: 'Nobody',

  reaction: (emoji: string, names: string, mine: boolean) =>
    mine ? `${emoji} ${names}. Take yours back` : `${emoji} ${names}`,
  reactionsWho: 'Who reacted',
  andOthers: (names: string, count: string, one: boolean) =>
    one ? `${names} and one more` : `${names} and ${count} more`,
  reactWith: (emoji: string) => `React with ${emoji}`,
  reactNotSent: 'Reaction not delivered',
  pinNotSent: 'Not pinned',
  unpinNotSent: 'Not unpinned',

  actions: 'What one can do with this message',
  more: 'More',
  react: 'React',
  reply: 'Reply',
  replyInThread: 'Reply in a thread',
  copyText: 'Copy the text',
  copyLink: 'Copy a link to it',
  forward: 'Pass on',
  pin: 'Pin',
  unpin: 'Unpin',
  markUnread: 'Mark unread from here',
  remove: 'Delete',
  removeTitle: 'Delete this message?',
  removeLead: 'Its text goes everywhere it is kept, with all earlier versions. A line stays that says so.',
  removeOther: (who: string) => `You delete what ${who} said.`,
  removeDo: 'Delete it',
  copied: 'Copied.',
  copyTitle: 'Copy',
  markedUnread: 'Everything from here on counts as unread.',
  gone: 'That message is not here any more.',
  goingThere: 'Going to the message…',

  showAll: 'Show all of it',
  showLess: 'Show less',
  linkToMessage: 'a message here',
  linkTo: (room: string) => `a message in ${room}`,
  linkElsewhere: 'a message on another porch',
  everybody: { room: 'everybody in this room', here: 'everybody who is here' },

  entered: (who: string) => `${who} came into the room`,
  letIn: (who: string, names: readonly string[]) => `${who} let ${names.join(', ')} in`,
  leftRoom: (who: string) => `${who} left the room`,
  putOut: (who: string, whom: string) => `${who} put ${whom} out of the room`,
  renamed: (who: string, name: string) => `${who} called this room “${name}”`,
  topic: (who: string, topic: string) => `${who} changed what this is about: ${topic}`,
  topicGone: (who: string) => `${who} took away what this is about`,
  archived: (who: string) => `${who} put this room away`,
  unarchived: (who: string) => `${who} took this room out again`,
  promoted: (room: string) => `This conversation goes on in ${room}`,
  promotedElsewhere: 'This conversation goes on as a room',
};
