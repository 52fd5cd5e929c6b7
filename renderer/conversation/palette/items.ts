/** What the palette offers, and what is found in it. */
import { commands, type Command, type Member, type Room } from '../../../protocol';
import { speech } from '../../words';
import { ranked, type Range } from '../../words/matching';
import { actOf, type Place } from '../keys/commands';
import { nameOf, titleOf } from '../names';
import { callsOf } from '../rooms/list';

export type Item =
  | { kind: 'room'; key: string; text: string; room: Room; unread: boolean; entered: boolean; act: () => void }
  | { kind: 'person'; key: string; text: string; member: Member; act: () => void }
  | { kind: 'action'; key: string; text: string; command: Command | null; act: () => void };

export interface Hit {
  item: Item;
  ranges: readonly Range[];
}

/** A first sign that leaves one kind of things. */
export const prefixes = { '#': 'room', '@': 'person', '>': 'action' } as const;

/** Everything, the likeliest first: rooms that call, rooms one was in, then the others, people who are here, what one can do. */
export function itemsOf(place: Place): Item[] {
  return [...roomsOf(place), ...peopleOf(place), ...actionsOf(place)];
}

function roomsOf({ conversation, asking, opened }: Place): Item[] {
  const { server, room: open } = conversation;
  const { recent } = asking.trail;
  const been = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  const mine = server.rooms.map((room) => ({ room, ...callsOf(room, conversation.log(room.id).current) }));
  const rank = ({ room, count, unread }: (typeof mine)[number]) =>
    room.id === open?.id ? 3 : room.archived ? 2 : count > 0 ? -2 : unread ? -1 : 0;
  const inOrder = mine.sort((a, b) => rank(a) - rank(b) || been(a.room.id) - been(b.room.id));
  return [
    ...inOrder.map(({ room, unread }) => ({
      kind: 'room' as const,
      key: room.id,
      text: titleOf(room, server),
      room,
      unread,
      entered: true,
      act: () => {
        conversation.openRoom(room.id);
        opened();
      },
    })),
    ...server.others.map((room) => ({
      kind: 'room' as const,
      key: room.id,
      text: titleOf(room, server),
      room,
      unread: false,
      entered: false,
      act: () => void asking.deeds.open(asking.deeds.comeInto(room.id), opened),
    })),
  ];
}

function peopleOf({ conversation, asking, opened }: Place): Item[] {
  const { server, live } = conversation;
  if (!live) return [];
  const order = new Intl.Collator(speech.language).compare;
  const rank = ({ id }: Member) => (server.here.has(id) ? 0 : 1);
  return [...server.members.values()]
    .filter(({ id, standing }) => standing === 'in' && id !== server.me)
    .sort((a, b) => rank(a) - rank(b) || order(a.name, b.name))
    .map((member) => ({
      kind: 'person' as const,
      key: member.id,
      text: nameOf(member, server.members),
      member,
      act: () => void asking.deeds.open(asking.deeds.talkTo([member.id]), opened),
    }));
}

function actionsOf(place: Place): Item[] {
  const { asking, conversation } = place;
  const words = speech.words;
  const ask = (key: 'new-room' | 'others' | 'status' | 'lab', text: string) => ({
    kind: 'action' as const,
    key,
    text,
    command: null,
    act: () => asking.ask({ kind: key }),
  });
  const own = conversation.live
    ? [
        ask('new-room', words.rooms.newRoom),
        ...(conversation.server.others.length > 0 ? [ask('others', words.rooms.othersTitle)] : []),
        ask('status', words.rooms.statusTitle),
      ]
    : [];
  const others = commands.flatMap((command) => {
    const act = command === 'palette' || command === 'newRoom' ? null : actOf(command, place);
    return act ? [{ kind: 'action' as const, key: command, text: words.keys.commands[command], command, act }] : [];
  });
  return [...own, ...others, ...(conversation.live ? [ask('lab', words.lab.open)] : [])];
}

/** Shown of one kind, while nothing or little was typed: more is read by nobody. */
const SHOWN = 40;
const SHOWN_UNASKED = { room: 8, person: 5, action: 6 } as const;

/** @param query may begin with one of `prefixes` */
export function hitsIn(items: readonly Item[], query: string): Hit[] {
  const sign = query.trimStart().charAt(0);
  const kind = sign in prefixes ? prefixes[sign as keyof typeof prefixes] : null;
  const asked = (kind ? query.trimStart().slice(1) : query).trim();
  const among = kind ? items.filter((item) => item.kind === kind) : items;
  if (asked !== '') return ranked(asked, among, ({ text }) => [text]).slice(0, SHOWN);
  if (kind) return among.slice(0, SHOWN).map((item) => ({ item, ranges: [] }));
  return (['room', 'person', 'action'] as const).flatMap((one) =>
    among
      .filter((item) => item.kind === one)
      .slice(0, SHOWN_UNASKED[one])
      .map((item) => ({ item, ranges: [] })),
  );
}
