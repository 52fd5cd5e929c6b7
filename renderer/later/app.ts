/** What only the main window opens: one file of the page (later.svelte.ts). */
export { default as BotsDialog } from '../conversation/bots/BotsDialog.svelte';
export { default as Asked } from '../conversation/keys/Asked.svelte';
export { default as AuditLog } from '../conversation/people/AuditLog.svelte';
export { default as Bans } from '../conversation/people/Bans.svelte';
export { default as InviteDialog } from '../invite/InviteDialog.svelte';
export { default as LeaveDialog } from '../rail/LeaveDialog.svelte';
export { default as NameDialog } from '../rail/NameDialog.svelte';
export { default as SettingsDialog } from '../settings/SettingsDialog.svelte';
export { default as ConfirmLink } from '../start/ConfirmLink.svelte';
export { default as StopPorch } from '../start/StopPorch.svelte';
export { default as Unread } from '../unread/Unread.svelte';
