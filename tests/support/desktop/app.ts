/** The real application in a real Electron, on the desktop that scripts/with-desktop.py made. */
import { _electron, expect, type ElectronApplication, type JSHandle, type Locator, type Page } from '@playwright/test';
import type { BrowserWindow } from 'electron';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Answer, Bridge, DesktopCalls, HostStatus, Input, Output } from '../../../protocol';

declare global {
  interface Window {
    maru: Bridge;
  }
}

const root = path.resolve(import.meta.dirname, '../../..');
/** The Electron one names, else npm's own where its binary could be had, else the old one that can. */
const electron = [
  process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  path.join(root, 'node_modules/electron/dist'),
  path.join(root, '.cache/electron-22'),
]
  .flatMap((folder) => (folder === undefined ? [] : [path.join(folder, 'electron')]))
  .find((file) => existsSync(file));

/**
 * What is started: the driven build, or what MARU_APP names (another build's folder, or a package's executable).
 */
function target(): { executablePath: string; args: string[] } {
  const app = path.resolve(process.env['MARU_APP'] ?? path.join(root, '.cache/driven'));
  if (!statSync(app).isDirectory()) return { executablePath: app, args: [] };
  if (electron === undefined)
    throw new Error('there is no Electron: node scripts/electron22.mjs fetches one for tests');
  return { executablePath: electron, args: [app] };
}

/** A start that takes longer is a hung one: Electron waits with a dialog for what it cannot do. */
const LAUNCH_LIMIT = 20_000;

export interface LaunchOptions {
  language?: 'en' | 'ko';
  /** Types through ibus. */
  ibus?: boolean;
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
  /** Makes a program that is started in the application's place, and starts it. */
  starter?: (executable: string) => Promise<string>;
}

/** One person's application. */
export class DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;

  private constructor(app: ElectronApplication, page: Page, profile: string) {
    this.app = app;
    this.page = page;
    this.profile = profile;
  }

  static async launch(
    profile: string,
    { language = 'en', ibus = false, env = {}, args = [], starter }: LaunchOptions = {},
  ): Promise<DesktopApp> {
    const { executablePath, args: first } = target();
    const app = await _electron.launch({
      executablePath: starter ? await starter(executablePath) : executablePath,
      args: [...first, '--profile', profile, '--host', '127.0.0.1', ...args],
      env: {
        ...(process.env as Record<string, string>),
        LANGUAGE: language === 'ko' ? 'ko_KR' : 'en_US',
        // Its dictionaries take seconds to read, in each application of each story; those about it switch it on.
        MARU_SPELLING: 'off',
        ...(ibus ? { GTK_IM_MODULE: 'ibus', XMODIFIERS: '@im=ibus' } : {}),
        ...env,
      },
      // Else the driver puts its own light theme in place of the app's.
      colorScheme: null,
      timeout: LAUNCH_LIMIT,
    });
    const page = await app.firstWindow({ timeout: LAUNCH_LIMIT });
    // The driver makes every page believe it is looked at; here the window manager decides.
    const inspector = await page.context().newCDPSession(page);
    await inspector.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    await page.waitForLoadState();
    return new DesktopApp(app, page, profile);
  }

  /** Asks main over the bridge, as the page does. */
  call<N extends keyof DesktopCalls>(name: N, input: Input<DesktopCalls[N]>): Promise<Answer<Output<DesktopCalls[N]>>> {
    return this.page.evaluate(([to, value]) => window.maru.call(to, value as never) as Promise<Answer<never>>, [
      name,
      input,
    ] as [N, unknown]);
  }

  /** The window of its main page, as main has it: rooms may be in windows of their own. */
  window(): Promise<JSHandle<BrowserWindow>> {
    return this.app.browserWindow(this.page);
  }

  async hostStatus(): Promise<HostStatus> {
    const answer = await this.call('hostStatus', {});
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  /**
   * Resolves when the window manager has done it. It is asked again where it did not hear: a window that was shown just
   * now may not be its to minimise yet, and nothing tells when it is.
   */
  async minimise(): Promise<void> {
    const browser = await this.window();
    await expect
      .poll(() =>
        browser.evaluate((window) => {
          if (!window.isMinimized()) window.minimize();
          return window.isMinimized();
        }),
      )
      .toBe(true);
  }

  /** Resolves when it has the focus; asked again like `minimise`. */
  async bringForward(): Promise<void> {
    const browser = await this.window();
    await expect
      .poll(() =>
        browser.evaluate((window) => {
          if (window.isFocused()) return true;
          if (window.isMinimized()) window.restore();
          window.show();
          window.focus();
          return window.isFocused();
        }),
      )
      .toBe(true);
  }

  async state(): Promise<{ visible: boolean; minimised: boolean; focused: boolean; title: string }> {
    const browser = await this.window();
    return browser.evaluate((window) => ({
      visible: window.isVisible(),
      minimised: window.isMinimized(),
      focused: window.isFocused(),
      title: window.getTitle(),
    }));
  }

  log(): Promise<string> {
    return readFile(path.join(this.profile, 'main.log'), 'utf8').catch(() => '');
  }

  /** Quits as the menu does: everything that runs is stopped first. */
  async quit(): Promise<void> {
    await this.app.close();
  }

  // What is on the screen, by its accessible name in English.
  get yourName(): Locator {
    return this.page.getByRole('textbox', { name: 'Your name' });
  }
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }
  get firstMeeting(): Locator {
    return this.page.getByRole('region', { name: 'You meet this porch for the first time' });
  }
  get connection(): Locator {
    return this.page.getByRole('region', { name: 'Connection', exact: true });
  }
  room(name = 'Commons'): Locator {
    return this.page.getByRole('log', { name });
  }
}

export async function temporaryProfile(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'maru-profile-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
