/** Debian's Firefox, driven over WebDriver BiDi: a second engine beside Chromium. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from './chromium';

const firefoxPath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => existsSync(file));

/** Null, or why the stories of two engines cannot be told here. */
export const noSecondEngine: string | null = !firefoxPath
  ? 'there is no Firefox (Debian: firefox-esr)'
  : !chromiumPath
    ? 'there is no Chromium of the system’s own'
    : null;

/** @param folder a profile of its own is made in it */
export const launchFirefox = (folder: string): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath ?? '',
    headless: true,
    userDataDir: join(folder, 'firefox'),
    // A home of its own too: what it keeps beside its profile goes with the folder.
    env: { ...process.env, HOME: folder },
    extraPrefsFirefox: {
      'intl.accept_languages': 'ko-KR',
      // It says nothing to anybody but the server of the story.
      'network.dns.disabled': true,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.update.disabledForTesting': true,
      'browser.safebrowsing.malware.enabled': false,
      'browser.safebrowsing.phishing.enabled': false,
      'services.settings.server': 'data:,#remote-settings-dummy/v1',
      'toolkit.telemetry.server': '',
    },
  });

/** @param folder as above */
export const launchChromium = (folder: string): Promise<Browser> =>
  puppeteer.launch({
    executablePath: chromiumPath ?? '',
    headless: true,
    userDataDir: join(folder, 'chromium'),
    args: [...chromiumArgs, '--lang=ko-KR', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...process.env, HOME: folder, LANGUAGE: 'ko' },
  });
