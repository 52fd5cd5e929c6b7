/**
 * The menu at the pointer, or at the caret (Shift+F10), of every window. Where the page has one of its own it takes the event,
 * and nothing comes here.
 */
import { app, BrowserWindow, clipboard, Menu, shell, type WebContents } from 'electron';
import { limits } from '../../protocol';
import type { Log } from '../log';
import type { Module } from '../module';
import { mayOpen } from '../security';
import type { SettingsStore } from '../settings';
import type { Spelling } from '../spelling/spelling';
import { contextMenuFor, type ContextDeeds, type PlaceClicked } from './template';

interface Parts {
  settings: Pick<SettingsStore, 'language'>;
  spelling: Pick<Spelling, 'suggest' | 'learn'>;
  platform: NodeJS.Platform;
  log: Log;
}

export function showContextMenus({ settings, spelling, platform, log }: Parts): Module {
  const mac = platform === 'darwin';
  const deedsOn = (contents: WebContents, word: string): ContextDeeds => ({
    replace(other) {
      void contents.replaceMisspelling(other);
    },
    learn(wrong) {
      if (mac) contents.session.addWordToSpellCheckerDictionary(wrong);
      else spelling.learn(wrong);
      // Written once more it is looked at once more, and loses its line.
      void contents.replaceMisspelling(word);
    },
    open(link) {
      shell.openExternal(link).catch((error: unknown) => log.error('the system could not open a link', error));
    },
    copy(text) {
      void clipboard.writeText(text);
    },
  });

  async function show(contents: WebContents, clicked: PlaceClicked, told: readonly string[]): Promise<void> {
    // Chromium tells Hangul taken apart into its letters; nobody's text shall become so.
    const place = { ...clicked, misspelledWord: clicked.misspelledWord.normalize('NFC') };
    const word = place.isEditable ? place.misspelledWord : '';
    const found = word === '' ? [] : mac ? told.slice(0, limits.spelling.suggestions) : await spelling.suggest(word);
    const window = contents.isDestroyed() ? null : BrowserWindow.fromWebContents(contents);
    const template = contextMenuFor(place, {
      language: settings.language,
      suggestions: found,
      mayOpen,
      deeds: deedsOn(contents, word),
    });
    if (window && template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  }

  return {
    name: 'context menus',
    prepare() {
      app.on('web-contents-created', (_event, contents) => {
        contents.on('context-menu', (_clicked, place) => void show(contents, place, place.dictionarySuggestions));
      });
    },
  };
}
