/** How large the page is: a setting like any other, changed by the usual keys and the wheel, too. */
import type { Input, WebContents } from 'electron';
import { limits } from '../protocol';
import type { Log } from './log';
import type { Module } from './module';
import type { SettingsStore } from './settings';
import type { AppWindow } from './window';

export type ZoomStep = 'in' | 'out' | 'actual';

/** @param percent now; @returns percent after one step */
export function zoomed(percent: number, step: ZoomStep): number {
  const { least, most, step: by } = limits.zoom;
  if (step === 'actual') return 100;
  return Math.min(most, Math.max(least, percent + (step === 'in' ? by : -by)));
}

/** The keys that browsers take for it: the signs wherever they are on a keyboard, and with Shift where a layout wants it. */
const steps: Readonly<Record<string, ZoomStep>> = { '+': 'in', '=': 'in', '-': 'out', _: 'out', '0': 'actual' };

export function stepOf(input: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>, mac: boolean): ZoomStep | null {
  if (input.type !== 'keyDown' || input.alt || (mac ? input.control : input.meta)) return null;
  return (mac ? input.meta : input.control) ? (steps[input.key] ?? null) : null;
}

export interface Zoom extends Module {
  /** Of the menu. */
  step(step: ZoomStep): void;
  /** Another page that is as large as the main one, and has the same keys for it. */
  hold(contents: WebContents): void;
}

export function zoomPage(window: AppWindow, settings: SettingsStore, log: Log): Zoom {
  // Chromium has one size for all pages of a host: the main page's is every window's.
  const show = () => window.browser?.webContents.setZoomFactor((settings.current.zoom ?? 100) / 100);
  const step = (one: ZoomStep) => {
    try {
      settings.save({ zoom: zoomed(settings.current.zoom ?? 100, one) });
    } catch (error) {
      log.error('the size could not be kept', error);
    }
  };
  const hold = (contents: WebContents) => {
    // A page has its size once it is there; Chromium keeps one by host, which is not ours to keep.
    contents.on('did-finish-load', show);
    contents.on('zoom-changed', (_event, direction) => step(direction));
    contents.on('before-input-event', (event, input) => {
      const asked = stepOf(input, process.platform === 'darwin');
      if (!asked) return;
      event.preventDefault();
      step(asked);
    });
  };
  return {
    name: 'zoom',
    step,
    hold,
    start() {
      if (window.browser) hold(window.browser.webContents);
      settings.onChange(show);
    },
  };
}
