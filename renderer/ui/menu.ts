/** What stands in a menu: groups, each under a title of its own where it has one. */
import type { Component } from 'svelte';

export interface MenuEntry {
  text: string;
  icon?: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
  /** It takes something away. */
  danger?: boolean;
  /** One of several of which one holds: whether it is this one. */
  current?: boolean;
  act: () => void;
}

export interface MenuGroup {
  title?: string;
  entries: readonly MenuEntry[];
}
