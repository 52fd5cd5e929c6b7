/** What a popover is given. */
import type { Snippet } from 'svelte';

export interface PopoverProps {
  /** Says what is in it. */
  label: string;
  /** Draws what opens it: a button that takes these properties. */
  trigger: Snippet<[Record<string, unknown>]>;
  align?: 'start' | 'end' | undefined;
  open?: boolean;
  children: Snippet;
}
