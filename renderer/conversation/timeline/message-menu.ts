/** The entries of a message's menu: only what one may do with it. */
import Copy from '@lucide/svelte/icons/copy';
import Forward from '@lucide/svelte/icons/forward';
import History from '@lucide/svelte/icons/history';
import Link from '@lucide/svelte/icons/link';
import MailOpen from '@lucide/svelte/icons/mail-open';
import MessageSquare from '@lucide/svelte/icons/message-square-text';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import Reply from '@lucide/svelte/icons/reply';
import SmilePlus from '@lucide/svelte/icons/smile-plus';
import Trash from '@lucide/svelte/icons/trash-2';
import type { MenuEntry, MenuGroup } from '../../ui/menu';
import { speech } from '../../words';
import type { Deeds } from './deeds.svelte';
import type { Deed } from './may';
import type { MessageRow } from './row';

const groups: readonly (readonly Deed[])[] = [
  ['react', 'reply', 'thread'],
  ['edit', 'versions', 'pin', 'unread'],
  ['copyText', 'copyLink', 'forward'],
  ['remove'],
];

export function menuFor(row: MessageRow, doing: Deeds): MenuGroup[] {
  const { messages: words, conversation } = speech.words;
  const may = doing.of(row);
  const looks: Record<Deed, Pick<MenuEntry, 'text' | 'icon' | 'danger'>> = {
    react: { text: words.react, icon: SmilePlus },
    reply: { text: words.reply, icon: Reply },
    thread: { text: words.replyInThread, icon: MessageSquare },
    edit: { text: conversation.edit, icon: Pencil },
    versions: { text: words.seeVersions, icon: History },
    pin: row.pinned ? { text: words.unpin, icon: PinOff } : { text: words.pin, icon: Pin },
    unread: { text: words.markUnread, icon: MailOpen },
    copyText: { text: words.copyText, icon: Copy },
    copyLink: { text: words.copyLink, icon: Link },
    forward: { text: words.forward, icon: Forward },
    remove: { text: words.remove, icon: Trash, danger: true },
  };
  return groups
    .map((group) => group.filter((deed) => may.has(deed)))
    .filter((group) => group.length > 0)
    .map((group) => ({ entries: group.map((deed) => ({ ...looks[deed], act: () => doing.do(deed, row) })) }));
}
