/** What a committed request leaves beside its entries, in memory. */
import { blank, targetOf, type Entry, type Id } from '../../../protocol';
import type { Placed } from '../entries';
import { latestKey, type Naming } from '../latest';
import type { Kept } from './kept';

/** What a committed request leaves beside its entries. */
export function talked(kept: Kept, log: Id, { known, latest, named, parts, blanked }: Placed): void {
  known.forEach((one, id) => kept.known.set(id, one));
  for (const word of latest) {
    const words = kept.latest.get(word.target) ?? new Map<string, typeof word>();
    kept.latest.set(word.target, words.set(latestKey(word), word));
  }
  for (const naming of named) name(kept, log, naming);
  for (const { thread, members } of parts) for (const member of members) takePart(kept, member, thread, log);
  forget(kept, log, blanked);
}

function name(kept: Kept, log: Id, { seq, thread, members, everybody }: Naming): void {
  const readers = members.filter((member) => mayRead(kept, log, member));
  const named = everybody ? ['*', ...readers] : readers;
  const key = `${log}/${seq}`;
  if (named.length > 0) kept.mentions.set(key, { log, seq, thread, members: named });
  else kept.mentions.delete(key);
  if (thread && !everybody) for (const member of readers) takePart(kept, member, thread, log);
}

function takePart(kept: Kept, member: Id, thread: Id, log: Id): void {
  const parts = kept.parts.get(member) ?? new Map<Id, Id>();
  kept.parts.set(member, parts.set(thread, log));
}

function mayRead(kept: Kept, log: Id, member: Id): boolean {
  const side = kept.sides.get(log);
  const room = kept.rooms.get(side?.room ?? log);
  if (!room || kept.members.get(member)?.standing !== 'in' || side?.members.includes(member) === false) return false;
  return room.kind === 'open' ? !kept.left.get(room.id)?.has(member) : kept.people.get(room.id)?.has(member) === true;
}

/** Takes out what these messages said, and all there is about them. */
function forget(kept: Kept, log: Id, messages: readonly Id[]): void {
  const held = kept.logs.get(log);
  if (!held || messages.length === 0) return;
  const gone = new Set(messages);
  const hit = (entry: Entry) => gone.has(entry.kind === 'message' ? entry.id : (targetOf(entry) ?? ''));
  held.entries = held.entries.map((entry) => (hit(entry) ? blank(entry) : entry));
  for (const id of messages) {
    kept.latest.delete(id);
    kept.votes.delete(id);
    kept.mentions.delete(`${log}/${kept.known.get(id)?.seq}`);
  }
}
