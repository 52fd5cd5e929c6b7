/**
 * What main answers while the app is locked: what the connections that run need, and what a page needs to draw the lock. What
 * shows or changes anything is refused, whoever asks. Each call stands here once; a new one has to be put on a side.
 */
import type { DesktopCalls } from '../../protocol';

const whileLocked: Readonly<Record<keyof DesktopCalls, boolean>> = {
  // The lock itself. A passphrase is set by whoever has unlocked it.
  ...{ lockStatus: true, lockNow: true, unlock: true, promptUnlock: true, startAnew: true, setPassphrase: false },
  // The language and the colours of the lock's own page.
  ...{ settings: true, saveSettings: false, keeping: true },
  // A connection: who is there, by which key, with which token; and a host who asks whether they can be reached.
  ...{ reach: true, trusted: true, meet: true, probe: true, secret: true, keepSecret: true, dialBack: true },
  ...{ trust: false, diagnose: false, diagnoseOwn: false, findByCode: false, watchNear: false },
  // The own porch goes on; nobody opens or closes it.
  ...{ hostStatus: true, openPorch: false, stopPorch: false },
  // Notifications go on, and main lets none have a text.
  ...{ notify: true, closeNotices: true, flash: true, noticeSituation: true, takeNotices: true, showStatus: true },
  tryNotice: false,
  // Links wait.
  ...{ takeLink: false, openLink: false },
  // How it stands with a newer one is a number.
  ...{ updates: true, lookForUpdate: false, loadUpdate: false, takeUpdate: false, installUpdate: false },
  // What the page offers to the menu: nothing, behind the lock.
  ...{ offerCommands: true },
  ...{ misspelled: false, spellingNames: true },
  // Rooms’ windows stay where they are, with nothing in them.
  ...{ ownWindows: true, ownWindow: false, forgetOwnWindows: false },
  ...{
    about: true,
    storageUse: false,
    ownAddresses: false,
    showFolder: false,
    saveLogs: false,
    saveFile: false,
    savePdf: false,
  },
};

/** @returns whether a call is answered now */
export const mayNow = (call: keyof DesktopCalls, locked: boolean): boolean => !locked || whileLocked[call];
