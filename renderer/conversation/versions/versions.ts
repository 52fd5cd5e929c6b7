/** What a message said, and when. Pure. */
import type { Entry, Id } from '../../../protocol';

/** @returns newest first; nothing of a message that was deleted */
export function versionsOf(entries: readonly Entry[]): { id: Id; at: number; text: string }[] {
  const said = entries.flatMap(({ id, at, kind, body }) =>
    (kind === 'message' || kind === 'edit') && body.text !== '' ? [{ id, at, text: body.text }] : [],
  );
  return said.reverse();
}
