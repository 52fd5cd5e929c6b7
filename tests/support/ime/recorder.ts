/** Writes down what a page sees of an input method: every event on a field, what the field held then, and what the page put in. */
import type { Page } from '@playwright/test';
import type { Step } from './trace';

interface Recording {
  recorded: Step[];
  recording?: AbortController;
}

/** Begins anew: what was written down before is forgotten. */
export const record = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const held = window as unknown as Recording;
    const began = performance.now();
    const recorded: Step[] = [];
    const note = (e: string, field: EventTarget | null, more: Omit<Step, 'e' | 'at'>) => {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
      recorded.push({ e, at: Math.round(performance.now() - began), value: field.value, ...more });
    };
    held.recording?.abort();
    const recording = new AbortController();
    Object.assign(held, { recorded, recording });
    const options = { capture: true, signal: recording.signal };
    let composing = false;
    for (const name of ['keydown', 'keyup'] as const)
      window.addEventListener(
        name,
        ({ target, key, code, keyCode, isComposing, shiftKey: shift }) =>
          note(name, target, { key, code, keyCode, isComposing, ...(shift ? { shift } : {}) }),
        options,
      );
    for (const name of ['beforeinput', 'input'] as const)
      window.addEventListener(
        name,
        (event) => {
          const { target, data, inputType, isComposing } = event as InputEvent;
          note(name, target, { data, inputType, isComposing });
        },
        options,
      );
    for (const name of ['compositionstart', 'compositionupdate', 'compositionend'] as const)
      window.addEventListener(
        name,
        ({ target, data }) => {
          composing = name !== 'compositionend';
          note(name, target, { data });
        },
        options,
      );
    window.addEventListener('blur', ({ target }) => note('blur', target, {}), options);
    for (const { prototype } of [HTMLInputElement, HTMLTextAreaElement]) {
      const plain = Object.getOwnPropertyDescriptor(prototype, 'value') as PropertyDescriptor;
      const set = plain.set as (this: EventTarget, value: string) => void;
      Object.defineProperty(prototype, 'value', {
        ...plain,
        set(this: EventTarget, data: string) {
          note('set', this, { data, isComposing: composing });
          set.call(this, data);
        },
      });
      recording.signal.addEventListener('abort', () => Object.defineProperty(prototype, 'value', plain));
    }
  });

export const recorded = (page: Page): Promise<Step[]> => page.evaluate(() => (window as unknown as Recording).recorded);

/** What the method gave the page: each syllable as it was put in, or as its composition's end brought it. */
export const givenBy = (steps: readonly Step[]): string =>
  steps
    .filter(({ e, inputType }) => e === 'compositionend' || (e === 'input' && inputType === 'insertText'))
    .map(({ data }) => data ?? '')
    .join('');

/** What the page did in the middle of a composition, which takes from an input method what it has: nothing, where all is well. */
export function disturbances(steps: readonly Step[]): Step[] {
  let composing = false;
  return steps.filter(({ e }) => {
    if (e === 'compositionstart') composing = true;
    if (e === 'compositionend') composing = false;
    return composing && (e === 'set' || e === 'blur');
  });
}

/** The method passed an Enter on when the next syllable had begun already, or in a syllable's place. */
export function passedLate(steps: readonly Step[]): boolean {
  let composing = false;
  let letters = false;
  return steps.some(({ e, key, value }) => {
    if (e === 'compositionstart') composing = true;
    if (e === 'compositionend') composing = false;
    if (e === 'input') letters = true;
    if (e !== 'keydown' || key !== 'Enter') return false;
    const empty = !letters || value === '';
    letters = false;
    return composing || empty;
  });
}
