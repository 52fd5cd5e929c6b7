export { Cache } from './cache';
export type { KnockState } from './knocking';
export type { Moderation } from './moderation';
export * from './ports';
export * from './session';
export * from './signal';
export * from './views';
