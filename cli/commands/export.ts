/** A room's whole history. Whispers stay out: they are not the room's to pass on. */
import type { Command } from '../context';
import { exits, Ended } from '../exits';
import { changesOf, drawn, html } from '../export/html';
import { jsonl } from '../export/jsonl';
import { openTarget } from '../export/target';
import { pages } from '../logs/pages';
import { valueOf } from '../logs/lines';
import { connected, must, sessionOf } from '../member';
import { roomCalled } from '../naming';
import { jsonLine } from '../output';
import { seqOf } from '../parsing';

export const exporting: Command = async (context) => {
  const { given, words, out, profile } = context;
  const [called] = given.rest;
  const kind = given.text('format') ?? 'jsonl';
  if (called === undefined) throw new Ended(exits.usage, words.missing('room'));
  if (kind !== 'jsonl' && kind !== 'html') throw new Ended(exits.usage, words.badFormat);
  const from = seqOf(given.text('from'), words);
  const { name } = profile.joined().server;
  const session = sessionOf(context);
  await connected(session, context);
  const room = roomCalled(called, session.server.current, words);
  const { logs } = await must(session, context, 'resume', { logs: [] });
  const open = logs.find(({ log }) => log === room.id);
  if (!open) throw new Ended(exits.usage, words.unknownRoom(called));
  const { log, epoch, first } = open;
  const place = { log, epoch, room, members: null };
  const format = kind === 'html' ? html(place, name, session.server.current, words) : jsonl;
  const target = openTarget(given.text('output'), format, place, context);
  let count = 0;
  try {
    for await (const page of pages(session, context, {
      log,
      epoch,
      after: Math.max(first, from ?? 1, target.seq + 1) - 1,
    })) {
      if (page === null) throw new Ended(exits.refused, words.otherFile);
      const view = session.server.current;
      const changes = changesOf(page);
      for (const entry of page.entries) {
        const line =
          kind === 'html'
            ? drawn(entry, { place, view, words, page, changes })
            : jsonLine(valueOf(entry, place, view, words));
        if (line === null) continue;
        await target.write(line);
        count += 1;
      }
    }
  } finally {
    target.close();
  }
  if (given.text('output') !== undefined) out.say(words.exported(count));
};
