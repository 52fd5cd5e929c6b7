/* eslint-disable @typescript-eslint/no-require-imports -- electron-builder loads its hooks by require() */
// Removes from the packed Electron what only a bare one needs: its own start page, a test loader, a version note.
const fs = require('node:fs');
const path = require('node:path');

exports.default = async ({ appOutDir, electronPlatformName }) => {
  if (electronPlatformName !== 'linux') return;
  for (const name of ['version', 'resources/default_app.asar', 'resources/app']) {
    fs.rmSync(path.join(appOutDir, name), { recursive: true, force: true });
  }
};
