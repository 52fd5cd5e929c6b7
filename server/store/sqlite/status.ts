/** What members say of themselves, in their rows. */
import type { Stating } from '../status';
import { toMember } from './rows';
import type { StoreParts } from './store';

export const stating = ({ db, turns }: Pick<StoreParts, 'db' | 'turns'>): Stating => ({
  setStatus: ({ member, status, quietUntil }) =>
    turns.change(async () => {
      const said = {
        ...(status === undefined ? {} : { status_text: status?.text ?? null, status_until: status?.until ?? null }),
        ...(quietUntil === undefined ? {} : { quiet_until: quietUntil }),
      };
      if (Object.keys(said).length > 0) await db.updateTable('members').set(said).where('id', '=', member).execute();
      const row = await db.selectFrom('members').selectAll().where('id', '=', member).executeTakeFirst();
      return row ? toMember(row) : null;
    }),
});
