/**
 * The toasts on the screen: one a room, taken back when their room is in view or was read elsewhere. A click is told with
 * where it leads, an answer exactly once, however often the system tells of it and however late.
 */
import type { Input, NoticeReply, NoticeTarget, noticeCalls } from '../../protocol';
import { limits } from '../../protocol';
import { literal } from '../markup';

export type Notice = Input<typeof noticeCalls.notify>;

/** As much of Electron's Notification as there is to it. */
export interface Toast {
  show(): void;
  close(): void;
  on(event: 'click' | 'close' | 'failed' | 'show', listener: () => void): unknown;
  on(event: 'reply', listener: (details: { reply?: string }, reply?: string) => void): unknown;
}

export interface ToastOptions {
  title: string;
  body: string;
  silent: boolean;
  /** Kept together by systems that group. */
  groupId: string;
  hasReply?: true;
  replyPlaceholder?: string;
}

export interface ToastsParts {
  make(options: ToastOptions): Toast;
  /** Of this system. */
  can: { answers: boolean; sounds: boolean; parsesBodies: boolean };
  newId(): string;
  clicked(target: NoticeTarget): void;
  answered(reply: NoticeReply): void;
}

interface Shown {
  toast: Toast;
  target: NoticeTarget;
}

export class Toasts {
  readonly #parts: ToastsParts;
  /** By room. The references also keep the objects alive: one that is collected loses its click. */
  readonly #shown = new Map<string, Shown>();
  /** Those that are off the screen and can still be answered in the system's list of old ones. */
  readonly #kept = new Set<Toast>();

  constructor(parts: ToastsParts) {
    this.#parts = parts;
  }

  show({ title, body, target, sound, reply }: Notice): void {
    const { make, can, newId, clicked, answered } = this.#parts;
    const toast = make({
      title,
      body: can.parsesBodies ? literal(body) : body,
      silent: !(sound && can.sounds),
      groupId: target.room,
      ...(reply !== null && can.answers ? { hasReply: true, replyPlaceholder: reply } : {}),
    });
    const place = placeOf(target);
    const gone = () => {
      if (this.#shown.get(place)?.toast === toast) this.#shown.delete(place);
    };
    toast.on('click', () => {
      // Some daemons keep one that was clicked.
      this.#takeBack(place, toast);
      clicked(target);
    });
    const id = newId();
    let heard = false;
    toast.on('reply', (details, text = details.reply ?? '') => {
      if (heard || text.trim() === '') return;
      heard = true;
      this.#takeBack(place, toast);
      answered({ id, target, text });
    });
    toast.on('close', gone);
    toast.on('failed', gone);
    this.#takeBack(place);
    this.#keep(toast);
    this.#shown.set(place, { toast, target });
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > limits.notices && oldest !== undefined) this.#takeBack(oldest);
    toast.show();
  }

  closeRoom(target: Pick<NoticeTarget, 'server' | 'room'>): void {
    this.#takeBack(placeOf(target));
  }

  closeAll(): void {
    for (const place of [...this.#shown.keys()]) this.#takeBack(place);
    for (const toast of this.#kept) toast.close();
    this.#kept.clear();
  }

  /** @param toast only where it is this one that the room shows, or it has gone already */
  #takeBack(place: string, toast = this.#shown.get(place)?.toast): void {
    if (this.#shown.get(place)?.toast === toast) this.#shown.delete(place);
    toast?.close();
  }

  #keep(toast: Toast): void {
    this.#kept.add(toast);
    const [oldest] = this.#kept;
    if (this.#kept.size > limits.notices && oldest) this.#kept.delete(oldest);
  }
}

const placeOf = ({ server, room }: Pick<NoticeTarget, 'server' | 'room'>): string => `${server}/${room}`;
