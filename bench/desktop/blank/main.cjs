/** The least that is an application: one window with a page from the disk, opened as Maru opens its own. */
/* eslint-disable @typescript-eslint/no-require-imports -- a main script of Electron 22 is CommonJS */
const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');

app.setPath('userData', process.argv[process.argv.indexOf('--profile') + 1]);
app.on('window-all-closed', () => app.quit());
app.once('ready', () => {
  const window = new BrowserWindow({
    width: 1_120,
    height: 720,
    show: false,
    paintWhenInitiallyHidden: false,
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false, backgroundThrottling: false },
  });
  window.webContents.once('dom-ready', () => window.show());
  void window.loadFile(join(__dirname, 'index.html'));
});
