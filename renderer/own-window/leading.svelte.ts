/** In the main window: what leads to something in a room that is in a window of its own leads there. */
import { untrack } from 'svelte';
import type { Conversation } from '../conversation/conversation.svelte';
import type { Apart } from './apart';

export interface LeadingParts {
  conversation(): Conversation;
  apart(): Apart | null;
  /** What led to a message has come as far as it goes here. */
  arrived(): void;
}

/** Called in a component's script: it leads as long as that component is there. */
export function leadApart({ conversation, apart, arrived }: LeadingParts): void {
  $effect(() => {
    const windows = apart();
    const { room, wanted } = conversation();
    if (!room || wanted === null || !windows?.has(room.id)) return;
    windows.open(room.id, wanted);
    untrack(arrived);
  });
  $effect(() => {
    const windows = apart();
    const { panel } = conversation();
    const beside = panel.current;
    if (!windows || beside?.kind !== 'thread') return;
    const within = conversation().roomOf(beside.log);
    if (!windows.has(within)) return;
    untrack(() => panel.close(false));
    windows.open(within, beside.root);
  });
}
