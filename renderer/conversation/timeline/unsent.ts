/** What one can do with a message of one's own that the server does not have yet, or has in an older form. */
import type { Id } from '../../../protocol';

export interface UnsentActions {
  /** Opens it in the composer. */
  edit: (message: { id: Id; text: string; log: Id; refused: boolean }) => void;
  /** Takes it back, or says that it is deleted. */
  remove: (log: Id, id: Id) => void;
  /** Gives up an entry that was refused. */
  discard: (log: Id, id: Id) => void;
  sendNow: (log: Id, id: Id) => void;
}
