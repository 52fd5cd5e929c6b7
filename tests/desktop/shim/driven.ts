/** The test driver steers Chromium through the debugging port, which an installed app refuses to be started with. */
import { app } from 'electron';

if (app !== undefined) {
  const hasSwitch = app.commandLine.hasSwitch.bind(app.commandLine);
  app.commandLine.hasSwitch = (name) => name !== 'remote-debugging-port' && hasSwitch(name);
}
