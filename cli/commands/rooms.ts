/** The rooms one is in. */
import type { Command } from '../context';
import { connected, must, sessionOf } from '../member';
import { titleOf } from '../naming';
import { harmless } from '../output';

export const rooms: Command = async (context) => {
  const { out, words } = context;
  const session = sessionOf(context);
  await connected(session, context);
  const { logs, counts } = await must(session, context, 'resume', { logs: [] });
  const view = session.server.current;
  for (const room of view.rooms) {
    const { id, kind, topic, archived } = room;
    const head = logs.find(({ log }) => log === id)?.head ?? 0;
    const { unread = 0, mentions = 0 } = counts.find(({ log, thread }) => log === id && thread === null) ?? {};
    const name = titleOf(room, view, words);
    out.data({ id, name, kind, topic, archived, head, unread, mentions }, () =>
      harmless(
        `${id}  ${kind === 'direct' ? '@' : '#'}${name}${unread > 0 ? `  (${unread})` : ''}${topic ? `  ${topic}` : ''}`,
      ),
    );
  }
};
