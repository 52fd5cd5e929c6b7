/** What happened, what is safe, what to do next. */
export const problems = {
  causes: {
    'not-reachable': {
      title: 'Nobody answers at this address.',
      advice:
        'Check the address, that the porch is open, and that both of you are on the same network. A firewall on the host’s computer can be why, too.',
    },
    'no-such-address': {
      title: 'There is no such address on this network.',
      advice: 'Check how the name is written, or use the numbers, such as 192.168.0.12:7420.',
    },
    'port-closed': {
      title: 'The computer is there, but no porch is open on it.',
      advice: 'Ask the host to open it, and check the port.',
    },
    'host-asleep': {
      title: 'The host’s computer does not answer.',
      advice: 'It may be asleep, switched off, on another network, or behind a firewall.',
    },
    'too-large': {
      title: 'Something was too large for the porch.',
      advice: 'The message is marked; shorten or split it. Everything else goes on.',
    },
    'no-network': {
      title: 'This device has no network.',
      advice: 'Connect to Wi-Fi or a cable. What you wrote is kept here.',
    },
    'not-maru': {
      title: 'Something answers there, but it is no Maru.',
      advice: 'Nothing was sent. Check the address and the port with the host.',
    },
    lost: { title: 'The connection was lost.', advice: 'What you write is kept and goes out when it is back.' },
    silent: { title: 'The porch stopped answering.', advice: 'What you write is kept and goes out when it is back.' },
    closing: {
      title: 'The host has closed the porch.',
      advice: 'You can read and write; what you write goes out when it opens again.',
    },
    'key-unknown': {
      title: 'Nobody on this device knows this porch’s key yet.',
      advice: 'Nothing was sent. Compare the words with the host, then go in.',
    },
    'key-changed': {
      title: 'This porch’s key has changed.',
      advice: 'Nothing was sent. Ask the host for the words they see before you go on.',
    },
    'no-privacy': {
      title: 'What answers there does not speak in private.',
      advice:
        'Nothing was sent. It may be no Maru, or one from before encryption. Check address and port with the host.',
    },
    'other-server': {
      title: 'Another porch answers at this address.',
      advice: 'Nothing was sent. Ask the host whether the porch moved. If it is right, go in as somebody new.',
    },
  },
  refusals: {
    invalid: {
      title: 'The porch could not read this.',
      advice: 'Nothing was changed. Change it a little and try again.',
    },
    'too-large': {
      title: 'This is too large for the porch.',
      advice: 'Your text is still here: shorten or split it.',
    },
    'unknown-call': {
      title: 'The porch does not know how to do this.',
      advice: 'It may be older than this app. Ask the host to update.',
    },
    'not-joined': { title: 'You are not in yet.', advice: 'Join first, then try again.' },
    'no-such-log': { title: 'This room is not here any more.', advice: 'What you wrote is kept. Choose another room.' },
    'no-such-entry': {
      title: 'This message is not here any more.',
      advice: 'It was deleted, or the porch has an older history. Discard it, or copy it and send it anew.',
    },
    'not-allowed': { title: 'This is not yours to do.', advice: 'Ask the host if you need it.' },
    'id-conflict': {
      title: 'This could not be kept as it is.',
      advice: 'What you wrote is still here: copy it and send it anew.',
    },
    'epoch-changed': { title: 'The porch has another history now.', advice: 'It is being loaded again.' },
    'password-needed': { title: 'This porch asks for a password.', advice: 'The host has it.' },
    'password-wrong': {
      title: 'This password is not right.',
      advice: 'Mind capitals and the keyboard language, or ask the host.',
    },
    'version-old': {
      title: 'This Maru is too old for this porch.',
      advice: 'Update it here, then come back. Nothing is lost.',
    },
    'version-new': { title: 'This porch is older than this Maru.', advice: 'Ask the host to update. Nothing is lost.' },
    'token-unknown': {
      title: 'The porch does not know this device any more.',
      advice: 'Join again; what you had not sent yet is kept.',
    },
    'knock-needed': {
      title: 'Here you have to knock.',
      advice: 'Nobody comes in from where you are by themselves right now. The people inside can let you in.',
    },
    'knock-refused': { title: 'The people inside did not open.', advice: 'Ask the host in another way.' },
    'invitation-unknown': {
      title: 'This porch does not know this invitation.',
      advice: 'Check that the link is whole, or ask for a new one.',
    },
    'invitation-expired': { title: 'This invitation has expired.', advice: 'Ask whoever sent it for a new one.' },
    'invitation-used': {
      title: 'This invitation has been used up.',
      advice: 'Ask whoever sent it for a new one.',
    },
    'invitation-revoked': { title: 'This invitation was taken back.', advice: 'Ask the host for a new one.' },
    'guests-refused': {
      title: 'This porch takes no guests from browsers.',
      advice: 'Come in with the Maru app, or ask the host to allow browsers.',
    },
    removed: {
      title: 'You were removed from this porch.',
      advice: 'What this device holds stays readable. Talk to the host if this was a mistake.',
    },
    'signed-out': {
      title: 'This device was signed out.',
      advice: 'It was done from another device of yours. Join again if that was not you.',
    },
    muted: { title: 'You are muted for now.', advice: 'You can read. A moderator gives your voice back.' },
    slow: { title: 'This room is slow on purpose.', advice: 'Nothing is lost: it goes out when it is your turn.' },
    'no-such-member': { title: 'This person is not on this porch any more.', advice: 'Nothing was changed.' },
    'too-many': { title: 'There are as many of these as there can be.', advice: 'Take one away first.' },
    archived: { title: 'This room was put away.', advice: 'It can be read. Whoever made it can take it out again.' },
    'not-in-room': {
      title: 'Somebody this is meant for is not in this room any more.',
      advice: 'Your text is still here. Choose others, or say it to everybody.',
    },
    'no-scope': { title: 'This bot may not do that.', advice: 'Make one that may.' },
    'no-such-hook': { title: 'There is no such hook any more.', advice: 'Nothing was changed.' },
    reserved: { title: 'This name is taken by Maru itself.', advice: 'Choose another one.' },
    'poll-closed': { title: 'This poll is closed.', advice: 'The votes until then count.' },
    'not-the-same': {
      title: 'This message was changed in the meantime.',
      advice: 'Pass it on again as it is now.',
    },
    'too-many-rooms': { title: 'This porch has as many rooms as it can hold.', advice: 'Use one of those there are.' },
    'server-full': { title: 'This porch is full.', advice: 'Try again when somebody has left.' },
    rate: { title: 'That was a little too fast.', advice: 'Nothing is lost. Wait a moment and try again.' },
    busy: { title: 'The porch is busy.', advice: 'Nothing is lost. Try again in a moment.' },
    disk: {
      title: 'The host’s computer cannot write to its disk.',
      advice: 'Nothing of yours is lost. The host has to make room.',
    },
    closing: {
      title: 'The porch is just closing.',
      advice: 'What you write is kept and goes out when it opens again.',
    },
    'not-connected': {
      title: 'There is no connection right now.',
      advice: 'Nothing is lost. Try again when it is back.',
    },
    internal: {
      title: 'Something went wrong on the host’s computer.',
      advice: 'Nothing of yours is lost. Try again in a moment; the host finds it in the log.',
    },
  },
  host: {
    'port-taken': {
      title: 'This port and the next ones are taken.',
      advice: 'Another program uses them, perhaps a second Maru. Choose another port under More.',
    },
    'port-forbidden': {
      title: 'The system does not allow this port.',
      advice: 'Ports below 1024 belong to the system. Choose a higher one under More, such as 7420.',
    },
    'folder-unwritable': {
      title: 'The porch’s folder cannot be written.',
      advice: 'Nothing was lost. Check the folder’s permissions and the room on the disk, then try again.',
    },
    'folder-newer': {
      title: 'This porch was made by a newer Maru.',
      advice: 'Nothing was changed. Update Maru, then open it again.',
    },
    'folder-in-use': {
      title: 'Another Maru already serves this porch.',
      advice: 'Stop it there first, then try again.',
    },
    'folder-damaged': {
      title: 'The porch’s data is damaged.',
      advice: 'Nothing was changed. Keep a copy of the folder, then put back a backup or take the damaged file away.',
    },
    crashed: {
      title: 'The porch stopped by accident, several times.',
      advice: 'What was said is on the disk. Open it again; if it happens again, the details below say why.',
    },
    unknown: {
      title: 'The porch could not be opened.',
      advice: 'What was said is on the disk. The details below say why.',
    },
  },
  details: 'Details',
  fields: {
    name: {
      empty: () => 'Put in a name.',
      long: (limit: string | null) =>
        limit ? `A name has at most ${limit} characters. Shorten it a little.` : 'This name is too long. Shorten it.',
      characters: () => 'This name has nothing to see. Use letters, digits or emoji.',
      shape: () => 'This name cannot be read. Type it again.',
    },
    password: {
      empty: () => 'Put in the password.',
      long: (limit: string | null) =>
        limit ? `A password has at most ${limit} characters.` : 'This password is too long.',
      characters: () => 'This password has characters that cannot be used.',
      shape: () => 'This password cannot be read. Type it again.',
    },
    url: {
      empty: () => 'Put in an address, such as https://ci.example/in.',
      long: (limit: string | null) =>
        limit ? `An address has at most ${limit} characters.` : 'This address is too long.',
      characters: () => 'This address has characters that cannot be used.',
      shape: () => 'An address begins with https:// or http://, and has no name or password in it.',
    },
    command: {
      empty: () => 'Put in the word, such as deploy.',
      long: (limit: string | null) => (limit ? `The word has at most ${limit} characters.` : 'This word is too long.'),
      characters: () => 'Only lower-case letters, Hangul, digits, - and _, and no space.',
      shape: () => 'This word cannot be read. Type it again.',
    },
    text: {
      empty: () => 'Write something first.',
      long: (limit: string | null) =>
        limit
          ? `A message has at most ${limit} characters. Your text is still here: shorten or split it.`
          : 'This message is too long. Your text is still here: shorten or split it.',
      characters: () => 'This text has characters that cannot be sent.',
      shape: () => 'This text cannot be read. Type it again.',
    },
  },
  address: {
    empty: 'Put in an address, such as 192.168.0.12:7420.',
    octet: 'The numbers of an address go from 0 to 255. Check them once more.',
    octets: 'An address has four numbers, such as 192.168.0.12.',
    port: 'A port is a whole number from 1 to 65,535.',
    scheme: 'This Maru cannot open this kind of link. Use the address, such as 192.168.0.12:7420.',
    invitation: 'This invitation is not whole. Copy all of it, or ask for a new one.',
    name: 'This is no address. It looks like 192.168.0.12:7420 or studio.local:7420.',
  },
  storage: {
    title: 'This browser does not let this page keep anything.',
    advice: 'You can talk, but a reload makes you somebody new. Leave private browsing, or allow site data.',
  },
};
