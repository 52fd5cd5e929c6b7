/** What stands in a menu: groups, each under a title of its own where it has one. */
import type { Component, Snippet } from 'svelte';

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

export interface MenuProps {
  /** Says what the menu is about. */
  label: string;
  groups: readonly MenuGroup[];
  /** Draws what opens it: a button that takes these properties. */
  trigger: Snippet<[Record<string, unknown>]>;
  align?: 'start' | 'end' | undefined;
  /** Others may open it too: a press of the other button on what stands beside the trigger. */
  open?: boolean;
}
