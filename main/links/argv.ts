/** The link in a command line, where there is one. */
import { parseLink } from '../../protocol';

/** What the system knows these links by. */
export const SCHEME = 'maru';

/**
 * @param argv in any order: Chromium puts its switches first in what a second process hands over
 * @returns the one argument that is a link by the grammar. Null where there is none, and where there are several:
 *   nobody clicks two at once, so nobody meant any of them.
 */
export function linkIn(argv: readonly string[]): string | null {
  const links = new Set(argv.filter((argument) => parseLink(argument) !== null));
  const [link, ...more] = links;
  return link !== undefined && more.length === 0 ? link : null;
}
