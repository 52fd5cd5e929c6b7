/**
 * The public API of client/: `openSession`, the ports it asks for, and what its views are made of. docs/client.md is for
 * programs that use it; nothing else in this folder is theirs.
 */
export { Cache } from './cache';
export { carrierOrders, type Carriers } from './carriers';
export type { Company, Writing } from './company';
export type { KeptDraft } from './drafts';
export * from './inspection';
export type { Experiment, Experiments, Running } from './inspection-experiments';
export { ladderOf, type Rung } from './inspection-ladder';
export { bodyOf, matching, packetKinds, seqsIn, type Packet, type PacketKind } from './inspection-packets';
export { forgetServer } from './forgetting';
export type { KnockState } from './knocking';
export type { Moderation } from './moderation';
export * from './ports';
export { badgeOf, mutedUntilOf, notifying, type NoticeFacts, type Told } from './notifying';
export type { NewRoom } from './rooms';
export type { Extras, Naming } from './talk';
export * from './session';
export * from './signal';
export * from './views';
