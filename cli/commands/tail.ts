/** What is said, as it is said. */
import type { Entry, Id } from '../../protocol';
import type { Command } from '../context';
import { Ended, exits } from '../exits';
import { Follower } from '../logs/following';
import { readable, valueOf } from '../logs/lines';
import { connected, sessionOf } from '../member';
import { roomCalled } from '../naming';
import { jsonLine } from '../output';
import { seqOf } from '../parsing';

/** How far an earlier `--continue` printed. */
interface Printed {
  epoch: Id;
  seq: number;
}

export const tail: Command = async (context) => {
  const { given, words, out, profile } = context;
  const from = seqOf(given.text('from'), words);
  const [all, going] = [given.is('all'), given.is('continue')];
  if ([from !== null, all, going].filter(Boolean).length > 1) throw new Ended(exits.usage, words.oneStart);
  if (from !== null && given.rest.length !== 1) throw new Ended(exits.usage, words.oneRoomForFrom);
  const session = sessionOf(context);
  await connected(session, context);
  const { rest } = given;
  const rooms =
    rest.length === 0 ? null : new Set(rest.map((name) => roomCalled(name, session.server.current, words).id));
  const places = profile.storage().table<Printed & { log: Id }>('places');
  const printed = new Map(going ? (await places.all()).map((place) => [place.log, place]) : []);
  // A whisper stands in its room behind the entry it names.
  const wanted = ({ after }: Entry) => from === null || after === undefined || after >= from - 1;

  await new Follower(session, context, {
    rooms,
    begin({ log, epoch, head, side }) {
      if (all || (from !== null && side !== null)) return 0;
      if (from !== null) return Math.min(head, from - 1);
      if (!going) return head;
      const before = printed.get(log);
      return before?.epoch === epoch ? Math.min(head, before.seq) : 0;
    },
    async tell(entries, place) {
      const view = session.server.current;
      for (const entry of entries.filter(wanted)) {
        const line = out.json ? jsonLine(valueOf(entry, place, view, words)) : readable(entry, place, view, words);
        if (line !== null) out.line(line);
      }
      const last = entries.at(-1);
      if (going && last) await places.put(place.log, { log: place.log, epoch: place.epoch, seq: last.seq });
    },
  }).run();
};
