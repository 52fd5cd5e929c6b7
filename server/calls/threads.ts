import { limits } from '../../protocol';
import type { Handler } from './context';

export const threads: Handler<'threads'> = async ({ access, feed, store }, { member }) => {
  const logs = access.of(member).map(({ log, first }) => ({ log, first }));
  const mine = await store.threads({ member, logs, limit: limits.threadsShown });
  const within = logs.filter(({ log }) => mine.some((one) => one.log === log));
  const counts = within.length > 0 ? await store.counts({ member, logs: within }) : [];
  return {
    ok: true,
    value: {
      threads: mine.map((one) => {
        const head = feed.head(one.log)?.head ?? 0;
        const none = { log: one.log, thread: one.root.id, above: head, upTo: head, unread: 0, mentions: 0 };
        return { ...one, count: counts.find(({ thread }) => thread === one.root.id) ?? none };
      }),
    },
  };
};
