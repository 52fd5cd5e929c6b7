export const links = {
  /** The dialog before anything is dialled. */
  title: 'You have an invitation',
  pairTitle: 'Use Maru as yourself on this device',
  joins: 'It leads to this porch. Nothing was sent there yet.',
  pairs: 'It makes this device another one of yours. Only go on if you have just made this link on your other device.',
  host: 'Porch',
  wordsLead: 'Are these the words that the host sees? Then it is the right one.',
  wordless: 'This invitation names no words. You will be shown those of the porch before anything is sent.',
  name: 'You come in as',
  enter: 'Step in',
  pair: 'Yes, it is my device',
  stop: 'Not now',
  trying: (host: string) => `Looking for the porch at ${host}…`,
  otherTitle: 'This is not the porch of the invitation.',
  other:
    'Another computer answers at this address, or somebody stands in between. Nothing was sent. Ask whoever invited you for a new invitation.',
  noPrivacyTitle: 'This porch answers without encryption.',
  noPrivacy: 'An invitation is only used where nobody can read along. Nothing was sent. Ask the host.',

  /** Six letters that were read out. */
  looking: 'Looking for the porch with this code…',
  codeProblems: {
    nobody: {
      title: 'No porch near you has this code.',
      advice:
        'Check the letters, and that both of you are on the same network. If it is a computer’s name, put the port behind it, as in server:7420.',
    },
    unknown: {
      title: 'This code is not right, or not any more.',
      advice: 'It works once and for 10 minutes. Check the letters, or ask for a new one.',
    },
    spent: {
      title: 'There were too many wrong tries.',
      advice: 'This code is over. Ask for a new one.',
    },
    several: {
      title: 'More than one porch says that this is its code.',
      advice: 'At most one of them is right. Ask for a link or an address instead.',
    },
    silent: {
      title: 'The porch of this code does not answer.',
      advice: 'Ask the host whether it is still open, and try again.',
    },
  },

  /** A QR code in a picture. */
  picture: 'Picture of a QR code…',
  pictureLead: 'You can also paste or drop one here.',
  reading: 'Reading the picture…',
  drop: 'Let go to read the QR code in it',
  pictureProblems: {
    'not-a-picture': {
      title: 'This is no picture that can be read.',
      advice: 'Use a PNG, JPEG, WebP or GIF with a QR code in it.',
    },
    'too-large': {
      title: 'This picture is too large.',
      advice: 'Cut out the part with the QR code, and use that.',
    },
    'no-code': {
      title: 'There is no QR code in this picture.',
      advice: 'All four corners have to be in it, with a white edge around them. A sharper picture may help.',
    },
    foreign: {
      title: 'This QR code is no invitation to a porch.',
      advice: 'Ask the host to show the one under “Invite”. Nothing was opened.',
    },
  },

  /** The page /j/… in a browser. */
  pageTitle: (porch: string) => `You are invited to ${porch}`,
  pageLead: 'Come in with the Maru app, or right here.',
  inApp: 'Open in the Maru app',
  inAppLead: 'Private: nobody on this network can read along. The app shows six words to compare.',
  noApp: 'If nothing opens, Maru is not installed here.',
  copyLead: 'To come in privately, copy this into the Maru app:',
  inBrowser: 'Go on in this browser',
  inBrowserLead: 'Nothing to install. You come in as a guest.',
};
