/** Writes down what a page sees of an input method: every event on a field, and what the field held when it came. */
import type { Page } from '@playwright/test';
import type { Step } from './trace';

/** Begins anew: what was written down before is forgotten. */
export const record = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const recorded: object[] = [];
    const names = [
      'keydown',
      'keyup',
      'beforeinput',
      'input',
      'compositionstart',
      'compositionupdate',
      'compositionend',
      'blur',
    ];
    const began = performance.now();
    const page = window as unknown as { recorded: object[]; recording?: AbortController };
    page.recording?.abort();
    page.recording = new AbortController();
    page.recorded = recorded;
    for (const name of names)
      window.addEventListener(
        name,
        (event) => {
          const field = event.target;
          if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
          const { value } = field;
          const step: Record<string, unknown> = { e: name, at: Math.round(performance.now() - began), value };
          if (event instanceof KeyboardEvent) {
            const { key, code, keyCode, isComposing, shiftKey: shift } = event;
            Object.assign(step, { key, code, keyCode, isComposing, ...(shift ? { shift } : {}) });
          } else if (event instanceof InputEvent) {
            const { data, inputType, isComposing } = event;
            Object.assign(step, { data, inputType, isComposing });
          } else if (event instanceof CompositionEvent) step['data'] = event.data;
          recorded.push(step);
        },
        { capture: true, signal: page.recording.signal },
      );
  });

export const recorded = (page: Page): Promise<Step[]> =>
  page.evaluate(() => (window as unknown as { recorded: Step[] }).recorded);
