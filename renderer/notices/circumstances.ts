/** What is known at the moment something arrives: of it, of this person, and of the desktop. The table decides by that. */
import { notifying, type Arrival, type Clock, type NoticeFacts, type ServerView } from '../../client';
import { findWord, type Bridge, type NoticeSettings, type NoticeSituation, type RoomAt } from '../../protocol';
import { isOff } from './hours';

/** Where somebody looks, seen from the place of an arrival. */
export type Sight = Pick<NoticeFacts, 'inView' | 'atEnd'> & { focused: boolean };

export type People = Pick<ServerView, 'me' | 'members'>;
export type Desktop = Pick<NoticeFacts, 'window' | 'systemQuiet'> & Pick<NoticeSituation, 'sounds'>;

export interface CircumstancesParts {
  bridge: Bridge | null;
  clock: Clock;
  settings(): NoticeSettings;
  /** Nothing is seen, and no notification has a text. */
  locked(): boolean;
}

export interface Known {
  facts: NoticeFacts;
  desktop: Desktop;
}

export class Circumstances {
  readonly #parts: CircumstancesParts;

  constructor(parts: CircumstancesParts) {
    this.#parts = parts;
  }

  /** @returns with them the keyword that is in it */
  async ofArrival(
    at: RoomAt,
    { room, entry, why, level, mutedUntil }: Arrival,
    view: People,
    sight: Sight,
    missed: boolean,
  ): Promise<Known & { word: string | null }> {
    const { keywords, level: usual } = this.#parts.settings();
    const word = why === 'ordinary' || why === 'poll' ? findWord(entry.body.text, keywords) : null;
    const known = await this.#decided(sight, at, (desktop) => ({
      ...this.#usual(view, sight, desktop),
      ...{ why: word === null ? why : 'keyword', missed, mutedUntil },
      level: level ?? (room.kind === 'direct' ? 'all' : usual),
    }));
    return { ...known, word };
  }

  /** It is answered in the main window, wherever the room is. */
  async ofKnock(view: People, sight: Sight): Promise<Known> {
    return this.#decided(sight, null, (desktop) => ({
      ...this.#usual(view, sight, desktop),
      ...{ why: 'knock', missed: false, level: 'all', mutedUntil: null },
    }));
  }

  /**
   * Main is asked only about what would be shown: a person whose room is busy has it before them, and to ask the desktop
   * whether it wants quiet starts a program. What tells of nothing on a desktop that wants none tells of nothing on any.
   */
  async #decided(sight: Sight, at: RoomAt | null, factsOn: (desktop: Desktop) => NoticeFacts): Promise<Known> {
    const guess: Desktop = { window: sight.focused ? 'focused' : 'visible', systemQuiet: false, sounds: 'page' };
    const facts = factsOn(guess);
    if (notifying(facts).toast === 'none') return { facts, desktop: guess };
    const desktop = await this.#desktop(sight, at);
    return { facts: factsOn(desktop), desktop };
  }

  #usual({ me, members }: People, { inView, atEnd }: Sight, { window, systemQuiet }: Desktop) {
    const now = this.#parts.clock.now();
    const { hours, sound, showText, presenting } = this.#parts.settings();
    return {
      ...{ own: false, window, inView, atEnd, now, systemQuiet, showText, presenting },
      quietUntil: (me === null ? null : members.get(me)?.quietUntil) ?? null,
      offHours: isOff(hours, now),
      locked: this.#parts.locked(),
      soundOn: sound !== 'none',
    };
  }

  /** @param at whose window it is about; null: the main one */
  async #desktop({ focused }: Sight, at: RoomAt | null): Promise<Desktop> {
    if (!this.#parts.bridge) {
      const hidden = !focused && document.visibilityState === 'hidden';
      return { window: focused ? 'focused' : hidden ? 'hidden' : 'visible', systemQuiet: false, sounds: 'page' };
    }
    const answer = await this.#parts.bridge.call('noticeSituation', at ? { at } : {});
    const { window, quiet, sounds } = answer.ok
      ? answer.value
      : { window: 'visible' as const, quiet: null, sounds: 'page' as const };
    // The page knows when it has the focus; main, how a window without it stands.
    return {
      window: focused ? 'focused' : window === 'focused' ? 'visible' : window,
      systemQuiet: quiet === true,
      sounds,
    };
  }
}
