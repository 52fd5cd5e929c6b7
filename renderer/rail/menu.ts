/** The entries of a server's menu: only what one may do about it, and what makes a difference. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import CircleStop from '@lucide/svelte/icons/circle-stop';
import DoorOpen from '@lucide/svelte/icons/door-open';
import IdCard from '@lucide/svelte/icons/id-card';
import Plug from '@lucide/svelte/icons/plug';
import Unplug from '@lucide/svelte/icons/unplug';
import { quietEnd, quietTerms } from '../conversation/rooms/list';
import type { OnServer, Servers } from '../state/servers.svelte';
import type { MenuEntry, MenuGroup } from '../ui/menu';
import { speech } from '../words';

/** @param now milliseconds since 1970 */
export function menuOfServer(servers: Servers, server: OnServer, now: number): MenuGroup[] {
  const words = speech.words.servers;
  return [
    { title: words.muteFor, entries: silence(servers, server, now) },
    { title: words.here, entries: being(servers, server) },
    { title: words.place, entries: moving(servers, server) },
    { entries: parting(servers, server) },
  ].filter(({ entries }) => entries.length > 0);
}

function silence(servers: Servers, { id, setting }: OnServer, now: number): MenuEntry[] {
  if ((setting.mutedUntil ?? 0) > now)
    return [{ text: speech.words.servers.unmute, icon: Bell, act: () => servers.mute(id, null) }];
  return quietTerms.map((term) => ({
    text: speech.words.rooms.muteTerms[term],
    icon: BellOff,
    act: () => servers.mute(id, quietEnd(term, Date.now())),
  }));
}

function being(servers: Servers, server: OnServer): MenuEntry[] {
  const words = speech.words.servers;
  const { id, own, visit } = server;
  const connection: MenuEntry = visit
    ? { text: words.disconnect, icon: Unplug, act: () => servers.disconnect(id) }
    : { text: words.connect, icon: Plug, act: () => servers.connect(id) };
  return [
    { text: words.mine, icon: IdCard, act: () => servers.front.open({ kind: 'name', server: id }) },
    ...(own ? [] : [connection]),
  ];
}

function moving(servers: Servers, { id }: OnServer): MenuEntry[] {
  const words = speech.words.rooms;
  const { all } = servers;
  const at = all.findIndex((one) => one.id === id);
  const [above, below] = [all[at - 1], all[at + 1]];
  return [
    ...(above ? [{ text: words.up, icon: ArrowUp, act: () => servers.move(id, above.id) }] : []),
    ...(below ? [{ text: words.down, icon: ArrowDown, act: () => servers.move(id, below.id) }] : []),
  ];
}

function parting({ front }: Servers, { id, own }: OnServer): MenuEntry[] {
  const words = speech.words.servers;
  return own
    ? [{ text: words.stop, icon: CircleStop, danger: true, act: () => front.open({ kind: 'stop', server: id }) }]
    : [{ text: words.leave, icon: DoorOpen, danger: true, act: () => front.open({ kind: 'leave', server: id }) }];
}
