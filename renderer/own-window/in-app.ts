/** Rooms' own windows as a part of the app: what they need of it, and where they lead to in it. */
import type { Bridge, Id } from '../../protocol';
import { Conversation } from '../conversation/conversation.svelte';
import type { Host } from '../state/host.svelte';
import type { Profile } from '../state/profile.svelte';
import type { Visit } from '../state/visit.svelte';
import { OwnWindows } from './own-windows.svelte';

interface AppAround {
  readonly host: Host | null;
  readonly profile: Profile;
  readonly locked: boolean;
  visitOf(server: Id): Visit | undefined;
  openSettings(): void;
  hurry(): void;
}

/** How others reach a server that this window hosts; null for every other. */
export function addressesOf(host: Host | null, server: Id | null): readonly string[] | null {
  const status = host?.status;
  if (status?.state !== 'running' || status.id !== server) return null;
  return status.addresses.flatMap(({ url, browsers }) => (browsers ? url : []));
}

/** @param enter steps onto a server in the main window */
export function roomsIn(app: AppAround, bridge: Bridge, enter: (server: Id) => Visit | null): OwnWindows {
  return new OwnWindows({
    bridge,
    visitOf: (server) => app.visitOf(server),
    common(server) {
      const addresses = addressesOf(app.host, server);
      const { settings, language } = app.profile;
      return { settings, language, locked: app.locked, hosting: addresses !== null, addresses };
    },
    looked: () => app.hurry(),
    openSettings: () => app.openSettings(),
    lead(server, room, entry) {
      const visit = enter(server);
      if (!visit) return;
      if (entry === null) Conversation.of(visit.session).openRoom(room);
      else visit.goTo({ room, entry });
    },
  });
}
