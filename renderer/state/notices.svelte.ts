/**
 * System notifications for what arrives unseen: whether there is one, and how it is told, is decided by the table of
 * client/notifying.ts; it is shown through main in the window, by the browser where it may.
 */
import { SvelteMap } from 'svelte/reactivity';
import { notifying, type Arrival, type Clock, type NoticeFacts, type Told } from '../../client';
import {
  firstNotices,
  type Bridge,
  type Id,
  type Knock,
  type NoticeReply,
  type NoticeSettings,
  type NoticeTarget,
  type RoomAt,
} from '../../protocol';
import { BrowserToasts } from '../notices/browser.svelte';
import { Circumstances, type Desktop, type Known, type People, type Sight } from '../notices/circumstances';
import { counted, cut, digestOf, noticeOf, textless, type Said } from '../notices/notice';
import { Pace } from '../notices/pace';
import { tryNotices, type Tried } from '../notices/trial';
import { playSound } from '../ports/sound';
import { speech } from '../words';

export interface NoticesParts {
  bridge: Bridge | null;
  clock: Clock;
  settings(): NoticeSettings | undefined;
  change(settings: NoticeSettings): void;
  /** Nothing is seen, and no notification has a text. */
  locked(): boolean;
  /** Goes where a notification leads; in the window main has brought it to the front already. */
  clicked(target: NoticeTarget): void;
  /** Somebody wrote into a notification. */
  answered(reply: NoticeReply): void;
  play?: typeof playSound;
}

export class Notices {
  readonly #parts: NoticesParts;
  readonly #browser: BrowserToasts;
  readonly #pace: Pace;
  readonly #circumstances: Circumstances;
  /** By room, keywords and answers that were told and that no server counts. */
  readonly #called = new SvelteMap<string, number>();
  readonly #answered: string[] = [];
  /** One after the other, as they arrived. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: NoticesParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.clock);
    this.#circumstances = new Circumstances({
      ...{ bridge: parts.bridge, clock: parts.clock },
      settings: () => this.settings,
      locked: () => parts.locked(),
    });
    this.#browser = new BrowserToasts(parts.bridge !== null, parts.clicked);
    parts.bridge?.on('noticeClicked', parts.clicked);
    parts.bridge?.on('noticeAnswered', (reply) => this.#answer(reply));
  }

  /** What was clicked and written before anybody listened. */
  async load(): Promise<void> {
    const taken = await this.#parts.bridge?.call('takeNotices', {});
    if (!taken?.ok) return;
    taken.value.answered.forEach((reply) => this.#answer(reply));
    if (taken.value.clicked) this.#parts.clicked(taken.value.clicked);
  }

  get permission(): BrowserToasts['permission'] {
    return this.#browser.permission;
  }

  /** A browser lets a page ask only out of a click. */
  ask(): Promise<void> {
    return this.#browser.ask();
  }

  get settings(): NoticeSettings {
    return this.#parts.settings() ?? firstNotices;
  }

  /** Others see this screen: no notification has a text. */
  get presenting(): boolean {
    return this.settings.presenting;
  }

  /** Holds until somebody says otherwise, over a restart as well. */
  present(on: boolean): void {
    this.#parts.change({ ...this.settings, presenting: on });
  }

  /** @param disturbed this person wants not to be disturbed, on a server they are on */
  try(disturbed: boolean): Promise<readonly Tried[]> {
    const { bridge, clock } = this.#parts;
    return tryNotices({ bridge, browser: this.#browser, settings: this.settings, disturbed, now: clock.now() });
  }

  /** Keywords and answers in a room that count on its icon, besides what the server counts. */
  called(server: Id, room: Id): number {
    return this.#called.get(placeOf({ server, room })) ?? 0;
  }

  tell(server: Id, arrival: Arrival, view: People, sight: Sight): void {
    this.#inTurn(async () => {
      const at = atOf(server, arrival);
      const { facts, word, desktop } = await this.#circumstances.ofArrival(at, arrival, view, sight, false);
      const told = notifying(facts);
      this.#count(server, arrival, facts, told);
      if (told.toast === 'none') return;
      const said = told.toast === 'textless' ? textless() : noticeOf(arrival, view, word);
      const bare = told.toast === 'textless';
      this.#show(said, targetOf(server, arrival), arrival.entry.id, told, desktop, { adds: true, bare, at });
    });
  }

  /** What came while the connection was lost: one notification for all of it. @param porch the server's name */
  tellMissed(
    server: Id,
    arrivals: readonly Arrival[],
    view: People,
    porch: string,
    sightOf: (arrival: Arrival) => Sight,
  ): void {
    if (arrivals.length === 1 && arrivals[0]) return this.tell(server, arrivals[0], view, sightOf(arrivals[0]));
    this.#inTurn(async () => {
      const all: (Known & { arrival: Arrival; told: Told })[] = [];
      for (const arrival of arrivals) {
        const at = atOf(server, arrival);
        const { facts, desktop } = await this.#circumstances.ofArrival(at, arrival, view, sightOf(arrival), true);
        const told = notifying(facts);
        this.#count(server, arrival, facts, told);
        if (told.toast === 'digest') all.push({ arrival, told, facts, desktop });
      }
      const personal = all.filter(({ facts: { why } }) => why !== 'ordinary' && why !== 'poll');
      const leads = personal.at(-1) ?? all.at(-1);
      if (!leads) return;
      const rooms = all.filter(
        ({ arrival: { room } }, at) => all.findIndex((one) => one.arrival.room.id === room.id) === at,
      );
      const some = (name: 'sound' | 'flash') => all.some(({ told }) => told[name]);
      this.#show(
        digestOf(isBare(leads.facts) ? null : porch, all.length, rooms.length, personal.length),
        targetOf(server, leads.arrival),
        leads.arrival.entry.id,
        { ...leads.told, sound: some('sound'), flash: some('flash') },
        leads.desktop,
        { adds: false, bare: isBare(leads.facts), at: atOf(server, leads.arrival) },
      );
    });
  }

  /** @param room where it can be answered @param porch the server's name */
  tellKnock(server: Id, room: Id, { id, name, note }: Knock, porch: string, view: People, sight: Sight): void {
    this.#inTurn(async () => {
      const { facts, desktop } = await this.#circumstances.ofKnock(view, sight);
      const told = notifying(facts);
      if (told.toast === 'none') return;
      const said = { title: `${speech.words.people.knocking(name)} · ${porch}`, body: note };
      this.#show(told.toast === 'textless' ? textless() : said, { server, room }, id, told, desktop, {
        ...{ adds: false, bare: told.toast === 'textless', at: null },
      });
    });
  }

  /** A room is in view now, or was read elsewhere: what told of it goes. */
  clear(server: Id, room: Id): void {
    const place = placeOf({ server, room });
    this.#called.delete(place);
    this.#pace.forget(place);
    if (this.#parts.bridge) void this.#parts.bridge.call('closeNotices', { server, room });
    this.#browser.clear(place);
  }

  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch(() => undefined);
  }

  #count(server: Id, { room }: Arrival, { why }: NoticeFacts, { badge }: Told): void {
    if (!badge || (why !== 'keyword' && why !== 'reply')) return;
    const place = placeOf({ server, room: room.id });
    this.#called.set(place, (this.#called.get(place) ?? 0) + 1);
  }

  /**
   * @param tag the same for the same news, whichever tab hears it
   * @param how `adds`: it is one more of those its room has; `bare`: it does not say what there is; `at`: whose window calls
   */
  #show(
    said: Said,
    target: NoticeTarget,
    tag: string,
    { sound, flash }: Told,
    { sounds }: Desktop,
    { adds, bare, at }: { adds: boolean; bare: boolean; at: RoomAt | null },
  ): void {
    const { bridge, play = playSound } = this.#parts;
    if (!bridge && this.permission !== 'granted') return;
    const place = placeOf(target);
    const hand = (count: number, late: boolean) => {
      const { title, body } = counted(said, count);
      const [head, text] = [cut(title), cut(body)];
      const heard = sound && !late;
      if (heard && sounds === 'page') void play(this.settings.sound);
      if (!bridge) return void this.#browser.show(head, text, target, tag, place);
      const reply = target.entry === undefined ? null : speech.words.notices.answer;
      const hides = bare ? { bare } : {};
      void bridge.call('notify', { title: head, body: text, target, sound: heard, reply, ...hides });
      if (flash && !late) void bridge.call('flash', at ? { at } : {});
    };
    if (adds) this.#pace.tell(place, hand);
    else hand(1, false);
  }

  #answer(reply: NoticeReply): void {
    if (this.#answered.includes(reply.id)) return;
    this.#answered.push(reply.id);
    this.#parts.answered(reply);
  }
}

/** Where others may see the screen, also what sums up names nobody. */
const isBare = ({ locked, presenting, showText }: NoticeFacts): boolean => locked || presenting || !showText;

const placeOf = ({ server, room }: Pick<NoticeTarget, 'server' | 'room'>): string => `${server}/${room}`;

const atOf = (server: Id, { room }: Arrival): RoomAt => ({ server, room: room.id });

const targetOf = (server: Id, { room, log, entry }: Arrival): NoticeTarget => ({
  ...{ server, room: room.id, entry: entry.id },
  ...(log === room.id ? {} : { log }),
  ...(entry.body.thread === undefined ? {} : { thread: entry.body.thread }),
});
