/** What a section of the settings is. The list of them is in sections.ts. */
import type { Component } from 'svelte';
import type { Bridge } from '../../protocol';
import type { Ways } from '../invite/ways';
import type { App } from '../state/app.svelte';
import type { Words } from '../words/words';

/** Named by the words: what has no title in both languages is no section. */
export type SectionName = keyof Words['settings']['sections'];

/** What every section is given, whether it needs it or not. */
export interface SectionProps {
  app: App;
  /** Null in a browser. */
  bridge: Bridge | null;
  /** The ways into the server in view, for a link to it; absent in a browser. */
  ways?: (() => Promise<Ways | null>) | undefined;
}

export interface Section {
  name: SectionName;
  icon: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
  view: Component<SectionProps>;
  /** Where there is something to set; unless told, in the window and in a browser. */
  only?: 'window' | 'browser';
}
