/** The system's own question to its person. Only macOS has one that Electron can ask; Windows and Linux have none. */
import { systemPreferences } from 'electron';
import type { Language } from '../../protocol';
import { words } from '../words';
import type { Prompt } from './lock';

export const systemPrompt = (platform: NodeJS.Platform, language: () => Language): Prompt | null =>
  platform === 'darwin'
    ? {
        available: () => systemPreferences.canPromptTouchID(),
        ask: () =>
          systemPreferences.promptTouchID(words[language()].lock.reason).then(
            () => true,
            // It was not the right person, or they chose the passphrase.
            () => false,
          ),
      }
    : null;
