/** The tray, where a desktop has one, and the same app where it has none: put away, found again, started unseen, ended. */
import { startAgain } from '../support/desktop/again';
import { shown } from '../support/desktop/notifications';
import { expect } from '../support/desktop/test';
import { closeWindow, isVisible, noTray, test } from '../support/desktop/tray';

const lacking = noTray();
test.skip(lacking !== null, lacking ?? '');

const server = (name: string, state: 'connected' | 'reconnecting' | 'offline', unread: number) => ({
  id: '01890000-0000-7000-8000-00000000000' + String(unread),
  name,
  state,
  unread,
});

test('with a tray, closing puts the window away; the icon says what is unread and how the servers are, and brings it back', async ({
  open,
  tray,
}) => {
  const panel = await tray();
  const narae = await open();
  await narae.yourName.waitFor();
  await expect.poll(async () => (await panel.icon())?.tooltip).toBe('Maru');
  const calm = await panel.icon();
  expect(calm?.menu.map(({ label }) => label)).toEqual(['Show Maru', 'Presenting', 'Lock now', 'Quit']);

  await narae.call('showStatus', {
    title: 'Lab',
    unread: 3,
    servers: [server('R&D_lab', 'connected', 0), server('Attic', 'offline', 3)],
  });
  await expect.poll(async () => (await panel.icon())?.tooltip).toBe('Maru · offline · 3 unread');
  const worried = await panel.icon();
  expect(worried?.icon).not.toBe(calm?.icon);
  expect(worried?.menu).toEqual([
    { label: 'Show Maru', enabled: true },
    { label: 'R&D_lab · connected', enabled: false },
    { label: 'Attic · offline · 3 unread', enabled: false },
    { label: 'Presenting', enabled: true },
    { label: 'Lock now', enabled: true },
    { label: 'Quit', enabled: true },
  ]);
  expect((await narae.state()).title).toBe('(3) Lab');
  // The page tells its own again, in another language.
  await narae.call('saveSettings', { language: 'ko' });
  const labels = async () => (await panel.icon())?.menu.map(({ label }) => label);
  await expect.poll(labels).toEqual(['마루 열기', '발표 중', '지금 잠그기', '끝내기']);
  expect((await panel.icon())?.tooltip).toBe('마루');
  await narae.call('saveSettings', { language: 'en' });
  await expect.poll(async () => (await panel.icon())?.tooltip).toBe('Maru');

  const settings = () => narae.call('settings', {});
  await panel.choose('Presenting');
  await expect.poll(settings).toMatchObject({ value: { notices: { presenting: true } } });
  await narae.call('setPassphrase', { old: null, passphrase: '마루 열쇠' });
  await narae.call('showStatus', {
    title: 'Lab',
    unread: 0,
    servers: [server('Attic', 'offline', 3)],
    quietUntil: null,
  });
  await expect.poll(labels).toContain('Do not disturb');
  await panel.choose('Lock now');
  await expect.poll(labels).toEqual(['Show Maru', 'Locked', 'Quit']);
  expect((await narae.state()).title).toBe('Maru');
  await narae.call('unlock', { passphrase: '마루 열쇠' });
  await narae.call('showStatus', { title: '', unread: 0, servers: [] });
  await expect.poll(labels).toEqual(['Show Maru', 'Presenting', 'Lock now', 'Quit']);

  const before = (await shown()).length;
  await closeWindow(narae);
  await expect.poll(() => isVisible(narae)).toBe(false);
  await expect
    .poll(async () => (await shown()).slice(before).map(({ summary }) => summary))
    .toEqual(['Maru is still running']);
  await panel.press();
  await expect.poll(() => isVisible(narae)).toBe(true);
  await closeWindow(narae);
  await expect.poll(() => isVisible(narae)).toBe(false);
  await panel.choose('Show Maru');
  await expect.poll(() => isVisible(narae)).toBe(true);

  // The panel crashes while the window is away: it is not lost with it.
  await closeWindow(narae);
  await expect.poll(() => isVisible(narae)).toBe(false);
  await panel.close();
  await expect.poll(() => isVisible(narae)).toBe(true);
  const second = await tray();
  await expect.poll(async () => (await second.icon())?.tooltip).toBe('Maru');
  await closeWindow(narae);
  await expect.poll(() => isVisible(narae)).toBe(false);
  await startAgain(narae);
  await expect.poll(() => isVisible(narae)).toBe(true);
  expect((await shown()).slice(before)).toHaveLength(1);

  const gone = narae.app.waitForEvent('close');
  await second.choose('Quit');
  await gone;
});

test('with no tray, a hidden start waits on the taskbar and goes into a tray that comes later; where it went again, closing ends the app', async ({
  open,
  tray,
}) => {
  const narae = await open({ args: ['--hidden'] });
  await expect.poll(() => narae.state()).toMatchObject({ minimised: true });
  await (
    await narae.window()
  ).evaluate((window) => void window.on('hide', () => Reflect.set(globalThis, 'hidden', true)));
  const panel = await tray();
  await expect.poll(() => narae.app.evaluate(() => Reflect.has(globalThis, 'hidden'))).toBe(true);
  await expect.poll(async () => (await panel.icon())?.tooltip).toBe('Maru');
  await panel.press();
  await expect.poll(() => narae.state()).toMatchObject({ visible: true, minimised: false });
  await panel.close();
  let ended = false;
  narae.app.once('close', () => (ended = true));
  // The app hears a moment later that the tray is gone: a window that was put away until then comes back.
  await expect
    .poll(async () => {
      if (!ended && (await isVisible(narae).catch(() => false))) await closeWindow(narae).catch(() => undefined);
      return ended;
    })
    .toBe(true);
});
