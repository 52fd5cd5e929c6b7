/** What the page can tell of itself to somebody who helps, and what in it is anybody's own. */
import { cleaned, limits, PROTOCOL } from '../../protocol';
import type { App } from '../state/app.svelte';
import { speech } from '../words';

/** Names of people, rooms and servers: they are taken out of the logs. */
export function namesKnown(app: App): string[] {
  const names = app.visits.flatMap(({ name, session }) => {
    const { members, rooms, others } = session.server.current;
    return [
      name ?? '',
      ...[...members.values()].map((member) => member.name),
      ...[...rooms, ...others].map((room) => room.name),
    ];
  });
  const all = [app.profile.name ?? '', ...app.porches.all.flatMap(({ name, as }) => [name, as]), ...names];
  return [...new Set(all.filter((name) => name !== ''))].slice(0, limits.loggedNames);
}

export function pageFacts(app: App): string {
  const servers = app.visits.map(({ id, url, connection }) => ({ id, url, connection }));
  const facts = {
    protocol: PROTOCOL,
    at: new Date().toISOString(),
    browser: navigator.userAgent,
    language: speech.language,
    online: navigator.onLine,
    keeps: app.keeps,
    view: app.view,
    settings: { ...app.profile.settings, name: undefined, porch: undefined },
    servers,
  };
  return JSON.stringify(facts, null, 2).slice(0, limits.loggedPage);
}

/** Of a page in a browser, which has no log but what it knows. */
export const cleanedPage = (app: App, addresses: boolean): string =>
  cleaned(pageFacts(app), { names: namesKnown(app), addresses });
