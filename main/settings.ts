/** The profile's settings: what main needs before, or without, a window. */
import { app } from 'electron';
import * as v from 'valibot';
import { Settings, type DesktopCalls, type Input, type Language } from '../protocol';
import { ok, refused, type HandlersFor } from './answers';
import type { JsonFile } from './json-file';
import type { Push } from './ipc';
import type { Log } from './log';
import type { Module } from './module';

export interface SettingsStore {
  readonly current: Settings;
  /** The language of native menus and dialogs: the chosen one, else the system's where it is Korean, else English. */
  readonly language: Language;
  /**
   * Changes the named settings; the others stay, and one that is named as undefined goes back to its default.
   * @throws the system's error where it cannot be written; it holds for this run all the same
   */
  save(change: Input<DesktopCalls['saveSettings']>): Settings;
  /** Calls back after each change. */
  onChange(listener: (settings: Settings) => void): void;
  readonly handlers: HandlersFor<'settings' | 'saveSettings'>;
}

export const defaultSettings: Settings = v.parse(Settings, {});

/** The system's first language, as a BCP 47 tag. The C locale is none: Chromium's own choice stands in for it. */
export const systemLocale = (): string =>
  app.getPreferredSystemLanguages().find((tag) => !/^(?:c|posix)$/iu.test(tag)) ?? app.getLocale();

export function openSettings(file: JsonFile<Settings>, log: Log, locale: () => string = systemLocale): SettingsStore {
  let current: Settings | null = null;
  const listeners: ((settings: Settings) => void)[] = [];
  const store: SettingsStore = {
    get current() {
      return (current ??= file.read());
    },
    get language() {
      return store.current.language ?? (/^ko\b/iu.test(locale()) ? 'ko' : 'en');
    },
    save(change) {
      const settings = v.parse(Settings, { ...store.current, ...change });
      current = settings;
      listeners.forEach((listener) => listener(settings));
      file.write(settings);
      return settings;
    },
    onChange: (listener) => void listeners.push(listener),
    handlers: {
      settings: () => ok(store.current),
      saveSettings(change) {
        try {
          return ok(store.save(change));
        } catch (error) {
          log.error('the settings could not be written', error);
          return refused('disk');
        }
      },
    },
  };
  return store;
}

/** Every window of the profile hears of a change, whoever made it. */
export const tellSettings = (settings: SettingsStore, push: Push): Module => ({
  name: 'settings',
  start: () => settings.onChange((changed) => push('settings', changed)),
});
