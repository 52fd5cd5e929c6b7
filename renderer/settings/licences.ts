/** Whose work is shipped: written by the build out of what is in its bundles (scripts/licences.mjs). */

interface Licences {
  maru: string;
  sqlite: string;
  packages: readonly { name: string; version: string; licence: string; text: string }[];
}

/** A module, as the page's policy lets it load those of its own place and ask no place for data. */
const PLACE = '/licences.js';

/** @returns null where it was not built with the page */
export async function licences(): Promise<Licences | null> {
  try {
    const module = (await import(/* @vite-ignore */ PLACE)) as { default: Licences };
    return module.default;
  } catch {
    return null;
  }
}
