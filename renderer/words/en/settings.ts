/** What one can change, and whether it can be kept. */
export const settings = {
  title: 'Settings',
  list: 'What can be set',
  /** By the name of the section: what leads there says it, too. */
  sections: {
    profile: 'You',
    appearance: 'Appearance',
    desk: 'Start and closing',
    notices: 'Notifications',
    lock: 'Lock',
    updates: 'Updates',
    spelling: 'Spelling',
    shortcuts: 'Shortcuts',
    network: 'Network',
    storage: 'Storage',
    about: 'About',
  },
  renamed: 'From now on you are called so.',

  keeping: {
    newer: {
      title: 'This profile was made by a newer Maru.',
      body: 'Nothing in it is touched. Here everything is as at a first start, and what you change holds until you quit. Update Maru to go on with it.',
    },
    unwritable: {
      title: 'Nothing can be written into the profile’s folder.',
      body: 'Maru works. What you change holds until you quit.',
    },
    full: {
      title: 'The disk is full.',
      body: 'Maru works. What you change now holds until you quit, unless there is space again.',
    },
    damaged: (file: string, kept: string) =>
      `${file} could not be read. Maru began it anew and kept the old one as ${kept}.`,
    understood: 'Got it',
  },
};
