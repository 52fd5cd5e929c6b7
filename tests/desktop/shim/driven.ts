/**
 * The test driver steers Chromium through the debugging port, which an installed app refuses to be started with. Only the
 * package that is made to be driven says `driven` of itself (scripts/dist.mjs): the shipped one refuses it with this shim, too.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

if (app !== undefined && readFileSync(join(app.getAppPath(), 'package.json'), 'utf8').includes('"driven"')) {
  const hasSwitch = app.commandLine.hasSwitch.bind(app.commandLine);
  app.commandLine.hasSwitch = (name) => name !== 'remote-debugging-port' && hasSwitch(name);
}
