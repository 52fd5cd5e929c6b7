/** What people, rooms and servers are called is no mistake: main hears of it when somebody begins to write. */
import { limits, type Bridge } from '../../protocol';
import type { App } from '../state/app.svelte';
import { namesKnown } from './page-log';

/** @returns what hears of every focus that moves */
export function tellNames(app: App, bridge: Bridge | null): (event: FocusEvent) => void {
  let told = '';
  return ({ target }) => {
    if (bridge === null || !(target instanceof HTMLTextAreaElement)) return;
    const names = namesKnown(app).slice(0, limits.spelling.names);
    const now = names.join('\n');
    if (now === told) return;
    told = now;
    void bridge.call('spellingNames', { names });
  };
}
