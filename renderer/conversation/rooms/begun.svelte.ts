/** Rooms, besides the open one, in which something was begun and not sent. Only inside a component. */
import type { Id } from '../../../protocol';
import type { Conversation } from '../conversation.svelte';

export function begunIn(conversation: () => Conversation): { readonly current: readonly Id[] } {
  let begun = $state.raw<readonly Id[]>([]);
  $effect(() => {
    const { session, room } = conversation();
    const open = room?.id;
    let over = false;
    void session.drafts.all().then((places) => {
      if (over) return;
      begun = places.flatMap((place) => (place.thread || place.room === open ? [] : [place.room]));
    });
    return () => (over = true);
  });
  return {
    get current() {
      return begun;
    },
  };
}
