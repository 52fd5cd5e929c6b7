/** The entries of a room's menu: only what one may do about it, and what makes a difference. */
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import Check from '@lucide/svelte/icons/check';
import DoorOpen from '@lucide/svelte/icons/door-open';
import EyeOff from '@lucide/svelte/icons/eye-off';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Pencil from '@lucide/svelte/icons/pencil';
import Printer from '@lucide/svelte/icons/printer';
import UserPlus from '@lucide/svelte/icons/user-plus';
import Users from '@lucide/svelte/icons/users';
import { noticeLevels, type Member, type NoticeLevel, type Room } from '../../../protocol';
import type { MenuEntry, MenuGroup } from '../../ui/menu';
import { speech } from '../../words';
import { apartEntries } from '../../own-window/apart';
import type { Conversation } from '../conversation.svelte';
import type { Asking } from './asking.svelte';
import { isQuiet, mayAdd, mayChange, mayLeave, quietTerms } from './list';

interface About {
  room: Room;
  me: Member;
  conversation: Conversation;
  asking: Asking;
  /** Those it stands among, from top to bottom. */
  section: readonly Room[];
  now: number;
}

export function menuOfRoom(about: About): MenuGroup[] {
  const words = speech.words.rooms;
  const { room } = about;
  return [
    { title: words.read, entries: reading(about) },
    ...(room.archived
      ? []
      : [
          { title: words.tellOf, entries: levels(about) },
          { title: words.muteFor, entries: silence(about) },
        ]),
    { title: words.about, entries: changing(about) },
    { title: words.place, entries: moving(about) },
    { title: words.away, entries: leaving(about) },
  ].filter(({ entries }) => entries.length > 0);
}

function reading({ room, conversation, asking }: About): MenuEntry[] {
  const words = speech.words.rooms;
  const { unread, mentions, entries } = conversation.log(room.id).current;
  if (unread > 0 || mentions > 0)
    return [{ text: words.markRead, icon: Check, act: () => asking.deeds.markRead(room) }];
  const others = entries.some(({ kind, author }) => kind === 'message' && author !== conversation.server.me);
  return others ? [{ text: words.markUnread, icon: MessageCircle, act: () => asking.deeds.markUnread(room) }] : [];
}

/** Unless something else was set: all of a direct conversation; of a room what is set for rooms on this device. */
function levels({ room, conversation, asking }: About): MenuEntry[] {
  const words = speech.words.rooms;
  const level = conversation.server.preferences.get(room.id)?.level ?? null;
  const usual = { text: words.levels.usual, current: level === null, act: () => void asking.deeds.tellOf(room, null) };
  const own = (one: NoticeLevel): MenuEntry => ({
    text: words.levels[one],
    current: (level ?? (room.kind === 'direct' ? 'all' : null)) === one,
    act: () => void asking.deeds.tellOf(room, one),
  });
  return [...(room.kind === 'direct' ? [] : [usual]), ...noticeLevels.map(own)];
}

function silence({ room, conversation, asking, now }: About): MenuEntry[] {
  const words = speech.words.rooms;
  if (isQuiet(conversation.server.preferences.get(room.id), now))
    return [{ text: words.unmute, icon: Bell, act: () => void asking.deeds.unmute(room) }];
  return quietTerms.map((term) => ({
    text: words.muteTerms[term],
    icon: BellOff,
    act: () => void asking.deeds.mute(room, term),
  }));
}

function changing({ room, me, conversation, asking }: About): MenuEntry[] {
  const words = speech.words.rooms;
  const change = mayChange(room, me) ? words.change : words.changeTopic;
  return [
    { text: words.who, icon: Users, act: () => conversation.panel.open({ kind: 'room', room: room.id }) },
    ...apartEntries(conversation.apart, room.id),
    { text: speech.words.print.menu, icon: Printer, act: () => asking.ask({ kind: 'print', room }) },
    ...(room.kind === 'direct' || room.archived
      ? []
      : [{ text: change, icon: Pencil, act: () => asking.ask({ kind: 'change', room }) }]),
    ...(mayAdd(room) ? [{ text: words.add, icon: UserPlus, act: () => asking.ask({ kind: 'add', room }) }] : []),
    ...(room.kind === 'direct'
      ? [{ text: words.promote, icon: UserPlus, act: () => asking.ask({ kind: 'promote', room }) }]
      : []),
  ];
}

function moving({ room, asking, section }: About): MenuEntry[] {
  const words = speech.words.rooms;
  const at = section.findIndex(({ id }) => id === room.id);
  const [above, below] = [section[at - 1], section[at + 1]];
  const to = (other: Room) => void asking.deeds.move(room, other.id, section);
  return [
    ...(above ? [{ text: words.up, icon: ArrowUp, act: () => to(above) }] : []),
    ...(below ? [{ text: words.down, icon: ArrowDown, act: () => to(below) }] : []),
  ];
}

function leaving({ room, me, asking }: About): MenuEntry[] {
  const words = speech.words.rooms;
  const { deeds } = asking;
  return [
    ...(room.kind === 'direct' ? [{ text: words.hide, icon: EyeOff, act: () => void deeds.hide(room) }] : []),
    ...(mayChange(room, me)
      ? [
          room.archived
            ? { text: words.takeOut, icon: ArchiveRestore, act: () => void deeds.takeOut(room) }
            : { text: words.archive, icon: Archive, act: () => asking.ask({ kind: 'archive', room }) },
        ]
      : []),
    ...(mayLeave(room)
      ? [{ text: words.leave, icon: DoorOpen, danger: true, act: () => asking.ask({ kind: 'leave', room }) }]
      : []),
  ];
}
