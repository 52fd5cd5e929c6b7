/** What can be done at one place of a page: with a wrong word, a link, a field, a selection. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { Language } from '../../protocol';
import { contextWords } from './words';

type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;

export type PlaceClicked = Pick<
  ContextMenuParams,
  'editFlags' | 'isEditable' | 'linkURL' | 'misspelledWord' | 'selectionText'
>;

export interface ContextDeeds {
  /** Writes another word in place of the wrong one. */
  replace(word: string): void;
  learn(word: string): void;
  open(link: string): void;
  copy(text: string): void;
}

interface ContextParts {
  language: Language;
  /** For the word that is wrong there. */
  suggestions: readonly string[];
  /** Whether the system may be asked to open an address. */
  mayOpen(link: string): boolean;
  deeds: ContextDeeds;
}

/** A label is no place for a mnemonic. */
const literal = (text: string): string => text.replaceAll('&', '&&');

/** @returns groups between lines; nothing where there is nothing to do */
export function contextMenuFor(place: PlaceClicked, { language, suggestions, mayOpen, deeds }: ContextParts): Item[] {
  const words = contextWords[language];
  const { editFlags: can, misspelledWord: wrong, linkURL: link } = place;
  const role = (one: Role, label: string, enabled: boolean): Item => ({ role: one, label, enabled });
  const spelling: Item[] = [
    ...suggestions.map((word): Item => ({ label: literal(word), click: () => deeds.replace(word) })),
    ...(suggestions.length === 0 ? [{ label: words.nothing, enabled: false }] : []),
    { type: 'separator' },
    { label: words.learn, click: () => deeds.learn(wrong) },
  ];
  const atLink: Item[] = [
    { label: words.openLink, click: () => deeds.open(link) },
    { label: words.copyLink, click: () => deeds.copy(link) },
  ];
  const inField: Item[] = [
    ...[role('undo', words.undo, can.canUndo), role('redo', words.redo, can.canRedo)],
    { type: 'separator' },
    ...[role('cut', words.cut, can.canCut), role('copy', words.copy, can.canCopy)],
    ...[role('paste', words.paste, can.canPaste), role('pasteAndMatchStyle', words.pastePlain, can.canPaste)],
    { type: 'separator' },
    role('selectAll', words.selectAll, can.canSelectAll),
  ];
  const groups: Item[][] = [
    ...(place.isEditable && wrong !== '' ? [spelling] : []),
    ...(link !== '' && mayOpen(link) ? [atLink] : []),
    ...(place.isEditable ? [inField] : []),
    ...(!place.isEditable && place.selectionText.trim() !== '' ? [[role('copy', words.copy, can.canCopy)]] : []),
  ];
  return groups.flatMap((group, at): Item[] => (at === 0 ? group : [{ type: 'separator' }, ...group]));
}
