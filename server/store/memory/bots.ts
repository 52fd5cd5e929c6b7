/** Bots and their hooks in memory. */
import { limits, refuse, type Answer, type Hook } from '../../../protocol';
import { hookLine, shownHook, type Botting } from '../bots';
import type { Kept } from './kept';
import { noteIn } from './moderation';
import type { MemoryTurns } from './turns';

export function botting(kept: Kept, turns: MemoryTurns): Botting {
  const isIn = (bot: string) => kept.members.get(bot)?.standing === 'in';
  const nameOf = (bot: string) => kept.members.get(bot)?.name ?? '';
  return {
    bots: () => turns.ask(() => [...kept.bots.values()].filter(({ member }) => isIn(member))),
    hooks: () => turns.ask(() => [...kept.hooks.values()].filter(({ bot }) => isIn(bot))),
    makeHook: ({ hook, now }) =>
      turns.change<Answer<Hook>>(() => {
        const code =
          !kept.bots.has(hook.bot) || !isIn(hook.bot)
            ? 'no-such-member'
            : kept.hooks.size >= limits.hooks
              ? 'too-many'
              : null;
        if (code) return { answer: { ok: false, error: refuse(code) }, apply: null };
        return {
          answer: { ok: true, value: shownHook(hook) },
          apply: () => {
            kept.hooks.set(hook.id, hook);
            const detail = hookLine(nameOf(hook.bot), hook);
            noteIn(kept, { at: now, by: hook.by, act: 'hook', subject: hook.bot, detail });
          },
        };
      }),
    endHook: ({ id, by, now }) =>
      turns.change(() => {
        const hook = kept.hooks.get(id);
        if (!hook) return { answer: false, apply: null };
        return {
          answer: true,
          apply: () => {
            kept.hooks.delete(id);
            noteIn(kept, { at: now, by, act: 'unhook', subject: hook.bot, detail: hookLine(nameOf(hook.bot), hook) });
          },
        };
      }),
    reached: ({ id, seq, note }) =>
      turns.change(() => ({
        answer: undefined,
        apply: () => {
          const hook = kept.hooks.get(id);
          if (hook) kept.hooks.set(id, { ...hook, reached: Math.max(hook.reached, seq) });
          if (note) noteIn(kept, note);
        },
      })),
  };
}
