/** The entries of a person's menu: only what one may do about them. */
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import Ban from '@lucide/svelte/icons/ban';
import IdCard from '@lucide/svelte/icons/id-card';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import MessageCircleDashed from '@lucide/svelte/icons/message-circle-dashed';
import Mic from '@lucide/svelte/icons/mic';
import MicOff from '@lucide/svelte/icons/mic-off';
import Shield from '@lucide/svelte/icons/shield';
import UserMinus from '@lucide/svelte/icons/user-minus';
import type { Member, Room } from '../../../protocol';
import type { MenuGroup } from '../../ui/menu';
import { speech } from '../../words';
import type { Conversation } from '../conversation.svelte';
import type { Asking } from '../rooms/asking.svelte';
import { givable, isMuted, mayAbout, muteTerms, type MuteTerm } from './acts';
import type { Deeds } from './deeds.svelte';

const isIn = ({ archived, kind, members, left }: Room, member: string): boolean =>
  !archived && kind !== 'direct' && (members ? members.includes(member) : !left.includes(member));

interface With {
  conversation: Conversation;
  asking: Asking;
  /** A room was opened from here. */
  opened: () => void;
}

/** What anybody may do with somebody: talk to them alone, whisper to them in the open room, see who they are. */
export function menuWith(member: Member, me: Member, { conversation, asking, opened }: With): MenuGroup[] {
  if (member.id === me.id) return [];
  const words = speech.words.rooms;
  const talk = () => void asking.deeds.open(asking.deeds.talkTo([member.id]), opened);
  const { room } = conversation;
  const whisper = (to: string) => {
    conversation.writing(to).whisper([member.id]);
    opened();
  };
  return [
    {
      entries: [
        { text: words.talkTo, icon: MessageCircle, act: talk },
        ...(room && isIn(room, member.id)
          ? [{ text: speech.words.panels.whisper, icon: MessageCircleDashed, act: () => whisper(room.id) }]
          : []),
        {
          text: words.card,
          icon: IdCard,
          act: () => conversation.panel.open({ kind: 'person', member: member.id }),
        },
      ],
    },
  ];
}

export function menuAbout(member: Member, me: Member, deeds: Deeds, now: number): MenuGroup[] {
  const words = speech.words.people;
  const groups: MenuGroup[] = [];
  if (mayAbout(me, 'mute', member)) {
    const entries = isMuted(member, now)
      ? [{ text: words.unmute, icon: Mic, act: () => void deeds.unmute(member) }]
      : (Object.keys(muteTerms) as MuteTerm[]).map((term) => ({
          text: words.muteTerms[term],
          icon: MicOff,
          act: () => void deeds.mute(member, term),
        }));
    groups.push({ title: words.muteFor, entries });
  }
  if (mayAbout(me, 'appoint', member)) {
    // A token that went over a readable connection is never worth more than a guest's.
    const roles = givable.filter((role) => role !== member.role && (member.private || role === 'guest'));
    const entries = roles.map((role) => ({
      text: words.appoint[role],
      icon: Shield,
      act: () => void deeds.appoint(member, role),
    }));
    if (entries.length > 0) groups.push({ title: words.appointAs, entries });
  }
  const last: MenuGroup['entries'] = [
    ...(mayAbout(me, 'remove', member)
      ? ([
          { text: words.remove, icon: UserMinus, act: 'remove' },
          { text: words.ban, icon: Ban, act: 'ban' },
        ] as const)
      : []),
    ...(mayAbout(me, 'transfer', member) && member.private
      ? ([{ text: words.transfer, icon: ArrowRightLeft, act: 'transfer' }] as const)
      : []),
  ].map(({ act, ...entry }) => ({ ...entry, danger: true, act: () => deeds.consider({ act, member }) }));
  if (last.length > 0) groups.push({ title: words.takeAway, entries: last });
  return groups;
}
