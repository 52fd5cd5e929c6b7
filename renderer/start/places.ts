/** The rows of the start screen: those that are near, in the order they were found, then those that are away, the last one first. */
import type { Id, NearServer } from '../../protocol';
import type { RememberedPorch } from '../state/porches.svelte';

export interface StartPlace {
  /** The same row, whatever else changes of it. */
  key: string;
  server: Id;
  name: string;
  url: string;
  near: NearServer | null;
  /** What this device knows of it from before. */
  remembered: RememberedPorch | null;
}

/**
 * A remembered server that is near stands there alone, with the address at which it is now.
 * @param own the porch of this window, which has a card of its own
 */
export function placesOf(
  near: readonly NearServer[],
  remembered: readonly RememberedPorch[],
  own: Id | null,
): StartPlace[] {
  const found = near.filter(({ id }) => id !== own);
  const ids = new Set(found.map(({ id }) => id));
  return [
    ...found.map((server) => {
      const known = remembered.find(({ id }) => id === server.id) ?? null;
      return {
        // Of two that claim one id, each is a row.
        key: server.disputed ? `${server.id} ${server.fingerprint}` : server.id,
        server: server.id,
        name: server.name ?? known?.name ?? new URL(server.url).host,
        url: server.url,
        near: server,
        remembered: known,
      };
    }),
    ...remembered.flatMap((porch) =>
      ids.has(porch.id)
        ? []
        : { key: porch.id, server: porch.id, name: porch.name, url: porch.url, near: null, remembered: porch },
    ),
  ];
}

/** The row an arrow leads to; the first one where there was none. */
export function neighbour(keys: readonly string[], from: string | null, step: 1 | -1): string | null {
  const at = from === null ? -1 : keys.indexOf(from);
  if (at === -1) return keys[0] ?? null;
  return keys[Math.min(Math.max(at + step, 0), keys.length - 1)] ?? null;
}
