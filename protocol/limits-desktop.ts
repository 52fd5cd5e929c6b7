/** Limits of the desktop application, and of what keeps it new. They are read as part of `limits`. */
export const desktopLimits = {
  /** Rooms that are open in windows of their own at once, and rooms of which the place of theirs is remembered. */
  ownWindows: 12,
  ownWindowsKept: 60,

  /** How large the page can be made, in percent, and by how much at a time. */
  zoom: { least: 80, most: 200, step: 10 },

  /**
   * Of spelling. words: a person's own; word: their length, and that of any word that is looked at; asked: words at a time;
   * names: of people and rooms, which are never wrong; kept: answers that are remembered; suggestions: shown in a menu, which
   * waits for them `patience`; the dictionaries, which take up to 145 MB with Korean, are put away after `idle`.
   */
  spelling: {
    words: 2_000,
    word: 64,
    asked: 500,
    names: 4_000,
    kept: 10_000,
    suggestions: 5,
    patience: 1_500,
    idle: 5 * 60_000,
  },

  /** Of a conversation that is printed: entries that are held for it, and messages that are fetched because others answer them. */
  printed: { entries: 1_500, answers: 100 },

  /** Of an export of logs: names that are taken out of it, and characters that the page adds of itself. */
  loggedNames: 5_000,
  loggedPage: 256 * 1024,

  /** A signed feed of updates, in bytes; a package it names; and for how long whoever has it may say nothing. */
  feedBytes: 64 * 1024,
  packageBytes: 1024 * 1024 * 1024,
  updateSilence: 15_000,
  /** So many may fetch an update from one server at once: people there talk. */
  updateReaders: 8,
} as const;
