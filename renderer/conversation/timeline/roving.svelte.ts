/** The keyboard in a list of messages: the arrows go from one to the next, letters do what one can do with it. */
import { tick } from 'svelte';
import type { Around } from './around.svelte';
import type { Deed } from './may';
import type { MessageRow } from './row';

interface Parts {
  around: Around;
  /** What the arrows go through; other rows are passed over. */
  rows: () => readonly ({ kind: string; key: string } | MessageRow)[];
  /** Brings a row into the document and into view. */
  show: (index: number, key: string) => void;
  /** The index of the first and the last row in view. */
  inView: () => { first: number; last: number };
  place: () => HTMLElement | undefined;
  /** Beyond the last one. */
  toEnd?: () => void;
}

const letters: Readonly<Record<string, Deed>> = { e: 'edit', r: 'reply', t: 'thread', p: 'pin', c: 'copyText' };

export class Roving {
  readonly #parts: Parts;
  /** The row that has, or last had, the focus: it stays in the document, however far one scrolls. */
  #current: string | null = $state(null);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get current(): string | null {
    return this.#current;
  }

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const place = this.#parts.place();
    const own = target.dataset['id'] ?? null;
    // What stands in a message has keys of its own.
    if (target !== place && own === null) return;
    const done = this.#arrow(event, own) || (own !== null && this.#act(event, own));
    if (done) event.preventDefault();
  };

  readonly onfocusin = (event: FocusEvent): void => {
    const { id } = (event.target as HTMLElement).dataset;
    if (id !== undefined) this.#current = id;
  };

  /** Nobody is in here any more. */
  readonly onfocusout = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !this.#parts.place()?.contains(relatedTarget)) this.#current = null;
  };

  #arrow({ key, shiftKey }: KeyboardEvent, own: string | null): boolean {
    if (shiftKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
    const rows = this.#parts.rows();
    const step = key === 'ArrowUp' ? -1 : 1;
    const { first, last } = this.#parts.inView();
    const from = own === null ? (step < 0 ? last + 1 : first - 1) : rows.findIndex((row) => row.key === own);
    for (let index = from + step; index >= 0 && index < rows.length; index += step)
      if (rows[index]?.kind === 'message') return (void this.#focus(index), true);
    if (step > 0) this.#parts.toEnd?.();
    return own !== null || step < 0;
  }

  #act(event: KeyboardEvent, own: string): boolean {
    const row = this.#parts.rows().find((one): one is MessageRow => one.kind === 'message' && one.key === own);
    if (!row) return false;
    const { around } = this.#parts;
    const { key, code, shiftKey } = event;
    if (key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && shiftKey))
      return (around.open('menu', own), true);
    if (key === '+') return (around.deeds.do('react', row), true);
    if (key === 'Delete') return (around.deeds.do('remove', row), true);
    // A Korean keyboard says ㄷ where E is.
    const letter = /^[a-z]$/iu.test(key) ? key.toLowerCase() : code.replace(/^Key/u, '').toLowerCase();
    const deed = shiftKey ? undefined : letters[letter];
    if (!deed) return false;
    around.deeds.do(deed, row);
    return true;
  }

  async #focus(index: number): Promise<void> {
    const key = this.#parts.rows()[index]?.key;
    if (key === undefined) return;
    this.#current = key;
    this.#parts.show(index, key);
    await tick();
    this.#parts.place()?.querySelector<HTMLElement>(`[data-id="${key}"]`)?.focus({ preventScroll: true });
  }
}
