/** How the app starts, and what closing its window does. */
export const desk = {
  closeToTray: 'Closing the window keeps Maru running',
  closeToTrayHint:
    'Its icon in the tray brings it back. Where the system shows no tray, closing ends Maru, or asks while your porch is open.',
  autostart: 'Start when you sign in to this computer',
  startHidden: 'Start without a window',
  startHiddenHint: 'You hear of new messages all the same. With no tray, the window waits on the taskbar.',
  reopenPorch: 'Open your porch again at the start',
  reopenPorchHint: 'If it was open when Maru ended. Anyone on the network this computer is in by then can find it.',
};
