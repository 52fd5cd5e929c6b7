/** The only reader of what the preload puts into the page. */
import type { Bridge } from '../../protocol';

/** The way to Electron's main process; null in a plain browser. */
export const bridge: Bridge | null = (globalThis as { maru?: Bridge }).maru ?? null;
