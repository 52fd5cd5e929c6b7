export type { KnockRequest, KnockState } from './knocking';
export * from './ports';
export * from './session';
export * from './signal';
export * from './views';
