/** A room in a window of its own. */
export const ownWindow = {
  open: 'Open in its own window',
  apart: 'This room is in a window of its own.',
  show: 'Show that window',
  back: 'Bring it back here',
  home: 'Back into the main window',
  mini: 'Small, above other windows',
  whole: 'Back to its full size',
  full: (most: string) => `${most} rooms are in windows of their own: no more are opened`,
  fullAdvice: 'Close one of them first.',
  waiting: 'Maru is loading again. This room comes back with it.',
  locked: 'Maru is locked. It is unlocked in its main window.',
  gone: 'You are not in this room any more.',
  close: 'Close this window',
};
