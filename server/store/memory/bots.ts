/** Bots and their hooks in memory. */
import { limits, refuse, type Answer, type Hook } from '../../../protocol';
import { hookLine, shownHook, type Botting, type RenewedDevices } from '../bots';
import { StoreError } from '../store';
import type { Kept } from './kept';
import { noteIn } from './moderation';
import type { MemoryTurns } from './turns';

export function botting(kept: Kept, turns: MemoryTurns): Botting {
  const isIn = (bot: string) => kept.members.get(bot)?.standing === 'in';
  const nameOf = (bot: string) => kept.members.get(bot)?.name ?? '';
  return {
    bots: () => turns.ask(() => [...kept.bots.values()].filter(({ member }) => isIn(member))),
    botsSeen: () =>
      turns.ask(() =>
        [...kept.bots.keys()].filter(isIn).flatMap((member) => {
          const seen = [...kept.devices.values()].filter((device) => device.member === member);
          const at = Math.max(...seen.map(({ seenAt }) => seenAt ?? 0));
          return at > 0 ? [{ member, at }] : [];
        }),
      ),
    renewBot: ({ member, device, tokenHash, by, now }) =>
      turns.change<Answer<RenewedDevices>>(() => {
        if (!kept.bots.has(member) || !isIn(member))
          return { answer: { ok: false, error: refuse('no-such-member') }, apply: null };
        if (kept.devices.has(tokenHash)) throw new StoreError('internal', 'this token is somebody’s already');
        const before = [...kept.devices.values()].filter((one) => one.member === member && one.ended === null);
        return {
          answer: { ok: true, value: { ended: before.map((one) => one.device) } },
          apply: () => {
            for (const one of before) one.ended = 'signed-out';
            const made = { device, member, via: 'bot', private: true, madeAt: now, seenAt: null, ended: null } as const;
            kept.devices.set(tokenHash, made);
            noteIn(kept, { at: now, by, act: 'renew', subject: member, detail: nameOf(member) });
          },
        };
      }),
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
