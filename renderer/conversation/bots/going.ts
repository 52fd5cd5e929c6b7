/** What is said of a bot and of how it goes with its hooks. */
import type { Bot, Hook, HookState, Room } from '../../../protocol';
import { speech } from '../../words';
import { titleOf } from '../names';

export const when = (at: number): string => speech.formats.when(at);

/** Rooms that a bot may be bound to by whoever is in them: none between people, and none that is put away. */
export const bindable = (rooms: readonly Room[]): Room[] =>
  rooms.filter(({ kind, archived }) => kind !== 'direct' && !archived);

/** Rooms that a hook of this bot may be of. */
export const hookable = (rooms: readonly Room[], { member, rooms: bound }: Bot): Room[] =>
  bindable(rooms).filter(
    ({ id, members, left }) =>
      (bound?.includes(id) ?? true) && (members ? members.includes(member) : !left.includes(member)),
  );

export const roomTitle = (rooms: readonly Room[], id: string): string => {
  const room = rooms.find((one) => one.id === id);
  return room ? `# ${titleOf(room)}` : speech.words.bots.unknownRoom;
};

export function purposeOf({ kind, room, command }: Hook, rooms: readonly Room[]): string {
  const words = speech.words.bots;
  if (kind === 'command') return words.answersTo(command ?? '');
  const title = roomTitle(rooms, room ?? '');
  return kind === 'incoming' ? words.postsInto(title) : words.passesOn(title);
}

export interface Going {
  failing: boolean;
  parts: readonly string[];
}

export function goingOf({ kind }: Hook, state: HookState | undefined): Going {
  const words = speech.words.bots;
  const { waiting = 0, last = null, failingSince = null, nextAt = null } = state ?? {};
  const queue = waiting > 0 ? [words.waiting(speech.formats.number(waiting), waiting === 1)] : [];
  if (!last) return { failing: false, parts: [...queue, words.nothingYet] };
  const { status, at } = last;
  const answer =
    kind === 'incoming'
      ? words.postedAt(when(at))
      : status === null
        ? words.noAnswerAt(when(at))
        : words.answeredAt(String(status), when(at));
  // What was told to who asked is over: only a queue goes on failing.
  const failing = failingSince !== null && kind === 'outgoing';
  return {
    failing,
    parts: [
      ...(failing ? [words.failingSince(when(failingSince))] : []),
      ...[answer, ...queue],
      ...(nextAt === null ? [] : [words.nextAt(when(nextAt))]),
    ],
  };
}
