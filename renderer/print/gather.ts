/** Fetches what is to be printed, as far as it is not held, and makes the sheet. */
import type { LogView } from '../../client';
import { limits, type Room } from '../../protocol';
import type { Conversation } from '../conversation/conversation.svelte';
import { answeredIn, linesOf, missingIn, type Cut, type Sheet } from './sheet';
import type { Span } from './stretch';

type Of = Pick<Conversation, 'session' | 'server' | 'live' | 'log'>;

/** @param span begins at -Infinity for what is held: then nothing is fetched */
export async function gather(conversation: Of, room: Room, span: Span, now = Date.now()): Promise<Sheet> {
  const { session, server } = conversation;
  const view = () => conversation.log(room.id).current;
  const cut = span.from === -Infinity ? null : await fetchBack(conversation, room, span.from);
  if (span.from !== -Infinity) await fill(conversation, room, span);
  const held = view();
  const lines = linesOf(held, room.id, server.me, span);
  const missing = missingIn(lines, held).slice(0, limits.printed.answers);
  const found = missing.length > 0 ? await session.talk.find(room.id, missing) : null;
  const answered = answeredIn(lines, held, found?.ok ? found.value : []);
  return { room, server: conversation.server, view: held, span, lines, answered, cut, at: now };
}

async function fetchBack(conversation: Of, room: Room, from: number): Promise<Cut> {
  const view = (): LogView => conversation.log(room.id).current;
  for (;;) {
    const { entries, complete, loadingOlder } = view();
    const [first] = entries;
    if (complete || (first && first.at < from)) return null;
    if (entries.length >= limits.printed.entries) return 'bound';
    if (!conversation.live) return 'away';
    if (loadingOlder) await loaded(conversation, room);
    else await conversation.session.loadOlder(room.id);
    // Nothing came: the connection went in the middle of it.
    if (view().entries[0]?.seq === first?.seq && !view().complete) return 'away';
  }
}

/** Somebody scrolls in it just now. */
const loaded = ({ session }: Of, room: Room): Promise<void> =>
  new Promise((resolve) => {
    let unsubscribe: (() => void) | null = null;
    let done = false;
    unsubscribe = session.log(room.id).subscribe(({ loadingOlder }) => {
      if (loadingOlder || done) return;
      done = true;
      queueMicrotask(() => unsubscribe?.());
      resolve();
    });
  });

async function fill(conversation: Of, room: Room, { from, to }: Span): Promise<void> {
  const view = (): LogView => conversation.log(room.id).current;
  const within = () =>
    view().holes.find(({ after, before }) => {
      const [last, next] = [
        view().entries.find(({ seq }) => seq >= after),
        view().entries.find(({ seq }) => seq >= before),
      ];
      return (next?.at ?? Infinity) >= from && (last?.at ?? 0) <= to;
    });
  for (let hole = within(); hole && conversation.live; hole = within()) {
    if (view().entries.length >= limits.printed.entries) return;
    const { length } = view().entries;
    await conversation.session.fill(room.id, hole.after, 'newer');
    if (view().entries.length === length) return;
  }
}
