/** Knowing that a porch is the right one. */
export const trust = {
  firstTitle: 'You meet this porch for the first time',
  firstLead: (where: string) =>
    `Ask the host of ${where} for the words on their screen. If they are the same, nobody stands in between. Nothing was sent yet.`,
  goIn: 'Join',
  stayOut: 'Don’t join',

  changedTitle: 'This server’s key has changed',
  changedBody: (porch: string) =>
    `“${porch}” may have moved to a new computer, or somebody may have stepped in between. Nothing was sent yet. Ask the host for the words they see now.`,
  changedUnnamed: 'This server',
  dontConnect: 'Don’t connect',
  sameWords: 'The words are the same',

  words: 'Words to compare',
  inOther: (language: string) => `Show in ${language}`,
  ownWords: 'Whoever joins for the first time can compare these words with you.',

  privateBadge: 'Private',
  unsureBadge: 'Key not verified',
  title: 'What this app has verified',
  loading: 'Looking…',
  nothing: 'Nothing is verified right now: this device is not connected.',
  verified: 'Nobody between you and the host’s computer can read along or change what is said.',
  by: {
    own: 'This porch runs on this computer: its key is known at first hand.',
    first: (since: string) =>
      `The key is the same as on ${since}, when you first came. Nobody has compared the words yet.`,
    words: (since: string) => `The key is the one whose words were compared on ${since}.`,
    link: 'The key is the one in your invitation.',
    authority: 'An authority that this system trusts vouches for this name. A proxy may stand in front of the porch.',
  },
  unverified: 'What no app can verify: who the host is. The host’s computer keeps what is said here.',
  compared: 'I compared the words',

  memoryTitle: 'Your places on porches last until Maru is closed.',
  memory:
    'This system offers no safe place for keys, and Maru writes none in plain text. Install GNOME Keyring or KWallet, and you stay the same person after a restart.',
};
