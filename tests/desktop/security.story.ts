/** The window against a page that turned bad: what Electron is told in main/ holds in a running app. */
import { DesktopApp, temporaryProfile } from '../support/desktop/app';
import { test } from '../support/desktop/test';
import { fencedBridge } from './security/bridge';
import { fencedReach } from './security/reach';
import { fencedWindows } from './security/windows';

/** One window for all of these: none of them may leave a trace in it. */
let narae: DesktopApp;
let profile: Awaited<ReturnType<typeof temporaryProfile>>;
test.beforeAll(async () => {
  profile = await temporaryProfile();
  narae = await DesktopApp.launch(profile.folder);
});
test.afterAll(async () => {
  await narae.quit();
  await profile.remove();
});

const open = () => narae;
fencedWindows(open);
fencedReach(open);
fencedBridge(open);
