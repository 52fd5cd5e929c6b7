/** A chat server that knows neither Electron nor a screen. The public API of server/. */
export { reachableAddresses } from './addresses';
export { Announcer } from './announce/announcer';
export type { Clock } from './clock';
export { StartError } from './failures';
export type { Logger } from './log';
export { start, type RunningServer, type StartParts } from './start';
