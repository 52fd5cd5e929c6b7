/** What a conversation opens, in the main window and in a room's own: one file of the page (later.svelte.ts). */
export { default as Beside } from '../conversation/panel/Beside.svelte';
export { default as GraveDialog } from '../conversation/people/GraveDialog.svelte';
export { default as MessageDialogs } from '../conversation/timeline/MessageDialogs.svelte';
export { default as PollMaker } from '../conversation/polls/PollMaker.svelte';
export { default as RoomDialogs } from '../conversation/rooms/RoomDialogs.svelte';
export { default as ShortcutList } from '../conversation/keys/ShortcutList.svelte';
export { default as Doctor } from '../start/doctor/Doctor.svelte';
export { default as EmojiPicker } from '../ui/EmojiPicker.svelte';
export { default as OpenMenu } from '../ui/OpenMenu.svelte';
export { default as OpenPopover } from '../ui/OpenPopover.svelte';
