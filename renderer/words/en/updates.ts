/** A newer Maru. */
export const updates = {
  off: 'This Maru looks for no updates: whoever packed it has named no key that newer ones are signed with.',
  never: 'Nobody has looked for a newer Maru yet.',
  newest: (when: string) => `This is the newest Maru. Looked ${when}.`,
  found: (version: string) => `Maru ${version} is here`,
  fromMaker: 'Signed by the maker, and from their page.',
  fromServer: (porch: string) => `Signed by the maker, and handed on by ${porch}.`,
  elsewhere: 'There is no package of it for this system. Ask whoever gave you Maru.',
  look: 'Look now',
  load: (size: string) => `Download (${size})`,
  loading: (loaded: string, all: string) => `${loaded} of ${all}`,
  ready: {
    appimage: 'It is here, and it is the one that was signed. Maru starts anew with it.',
    deb: 'It is here, and it is the one that was signed. Your system’s installer asks for a password.',
    rpm: 'It is here, and it is the one that was signed. Your system’s installer asks for a password.',
    dmg: 'It is here, and it is the one that was signed. Draw Maru into the folder of applications.',
    nsis: 'It is here, and it is the one that was signed. Maru ends, and the installer begins.',
  },
  install: {
    appimage: 'Start anew',
    deb: 'Open the installer',
    rpm: 'Open the installer',
    dmg: 'Open',
    nsis: 'Install',
  },
  byHand: 'No program took it. Its folder is open: start it from there.',
  take: 'Take it from a folder…',
  takeLead:
    'Without internet: a folder, as on a stick, with maru-feed.json and the packages. Your porch hands them on to everybody near.',
  failures: {
    unreachable: {
      title: 'Nothing was found there.',
      advice: 'Check the connection, or choose the folder with maru-feed.json.',
    },
    forged: {
      title: 'This was not signed by the maker.',
      advice: 'Nothing was fetched. Somebody may stand in between: tell whoever gave you Maru.',
    },
    malformed: { title: 'This cannot be read.', advice: 'Nothing was fetched. Tell whoever gave you Maru.' },
    changed: {
      title: 'The package is not the one that was signed.',
      advice: 'It was thrown away. Try again, or from somewhere else.',
    },
    disk: { title: 'It could not be written.', advice: 'Make room on the disk, and try again.' },
    gone: { title: 'It broke off.', advice: 'What came is kept: the next try goes on from there.' },
  },
};
