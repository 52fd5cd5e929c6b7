/** What members say of themselves, in memory. */
import type { Stating } from '../status';
import type { Kept } from './kept';
import type { MemoryTurns } from './turns';

export const stating = (kept: Kept, turns: MemoryTurns): Stating => ({
  setStatus: ({ member: id, status, quietUntil }) =>
    turns.change(() => {
      const member = kept.members.get(id);
      if (!member) return { answer: null, apply: null };
      const changed = {
        ...member,
        ...(status === undefined ? {} : { status }),
        ...(quietUntil === undefined ? {} : { quietUntil }),
      };
      return { answer: changed, apply: () => void kept.members.set(id, changed) };
    }),
});
