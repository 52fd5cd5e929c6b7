/** What one can change, and whether it can be kept. */
export const settings = {
  title: 'Settings',
  list: 'What can be set',
  /** By the name of the section: what leads there says it, too. */
  sections: {
    profile: 'You',
    appearance: 'Appearance',
    updates: 'Updates',
  },
  renamed: 'From now on you are called so.',
};
