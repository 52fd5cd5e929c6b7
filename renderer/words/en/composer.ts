/** Where one writes: its tools, what goes with a text, what is completed, and why nothing can be written. */
export const composer = {
  writeToDirect: (who: string) => `Write to ${who}`,
  whisperTo: (who: string) => `Whisper to ${who}`,
  attach: 'Add to the message',
  newPoll: 'Ask with a poll',
  newWhisper: 'Whisper',
  emoji: 'Emoji',
  code: 'Code',
  lockRoom: 'Lock this field against typing',
  locked: 'Typing is locked here.',
  lockedLead: 'Only on this device.',
  unlock: 'Unlock',

  typing: (who: string) => `${who} is typing…`,
  typingTwo: (who: string, other: string) => `${who} and ${other} are typing…`,
  typingMany: (count: string) => `${count} people are typing…`,

  answering: (who: string) => `Answering ${who}`,
  answeringSelf: 'Answering yourself',
  stopAnswering: 'Stop answering',
  whispering: 'Whisper',
  whisperLead: 'Only they can see it:',
  takeOff: (who: string) => `${who}: take off`,
  stopWhispering: 'Stop whispering',
  /** What is typed to whisper; the first is the one that is shown. */
  whisperOrders: ['/w', '/whisper', '/귓', '/귓속말'],
  whisperHow: 'Write /w @name and the text, to somebody who is in this room. Nothing was sent.',
  whisperNotHere: 'Whisper in the room, not in a thread. Nothing was sent.',
  whisperAll: 'A whisper goes to a few people, not to everybody at once. Nothing was sent.',

  whisperGone: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} not in this room any more: take them off to send this. Your text is still here.`,
  /** Whoever takes off the last one says it to everybody: that is not advised by the way. */
  whisperNobody: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} not in this room any more. Your text is still here; without the whisper it is for everybody.`,
  editingWhisper: 'Editing a whisper',
  editGone: 'The message you were editing was deleted. Your text is still here: Esc makes a new message of it.',
  keepAsNew: 'Make a new message of it',

  people: 'People',
  emojis: 'Emoji',
  completionHint: (count: string, one: boolean) =>
    one ? 'One suggestion. Enter or Tab takes it.' : `${count} suggestions. Arrows choose, Enter or Tab takes one.`,
  you: 'you',
  room: 'everybody in this room',
  here: 'those in this room who are connected now',
  nobody: (name: string) => `Nobody here is called “${name}”. It goes out as it stands.`,

  tooLong: (over: string) => `This is ${over} characters too long to send. Nothing of it is lost.`,
  waits: 'Not connected: what you send waits here and goes out by itself.',
  archived: 'This room was put away. It can be read, and nothing is added.',

  searchEmoji: 'Find an emoji',
  noEmoji: 'Nothing found',
  emojiFailed: 'The emoji could not be loaded.',
  loadingEmoji: 'Fetching the emoji…',
  often: 'Often used',
  skin: 'Skin tone',
  skins: ['No tone', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
  emojiGroups: {
    smileys: 'Smileys',
    people: 'People and hands',
    nature: 'Animals and nature',
    food: 'Food and drink',
    travel: 'Travel and places',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
};
