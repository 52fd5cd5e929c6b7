/** Plays a trace on a field: the events in their order, each with what the field held when it came. */
import type { Step, Trace } from '../trace';

/** A gap in which a person presses the next key; what comes sooner belongs to one key. */
const NEXT_KEY_MS = 50;
/** What comes within it came in one turn. */
const ONE_TURN_MS = 4;

const turn = () => new Promise((resolve) => setTimeout(resolve));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function busyUntil(moment: number): void {
  while (performance.now() < moment);
}

function eventOf({
  e,
  key = '',
  code = '',
  keyCode = 0,
  isComposing = false,
  shift = false,
  data = null,
  inputType = '',
}: Step): Event {
  const usual = { bubbles: true, cancelable: true, composed: true };
  if (e.startsWith('key')) {
    const event = new KeyboardEvent(e, { ...usual, key, code, isComposing, shiftKey: shift });
    Object.defineProperty(event, 'keyCode', { value: keyCode });
    return event;
  }
  if (e.startsWith('composition')) return new CompositionEvent(e, { ...usual, data: data ?? '' });
  if (e === 'blur') return new FocusEvent(e);
  return new InputEvent(e, { ...usual, data, inputType, isComposing, cancelable: e === 'beforeinput' });
}

/** @returns what the page did to the field while something was composed in it: nothing, where all is well */
export async function replay(
  field: HTMLInputElement | HTMLTextAreaElement,
  trace: Pick<Trace, 'steps'>,
): Promise<string[]> {
  const broken: string[] = [];
  let composing = false;
  const plain = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value');
  const set = (value: string) => plain?.set?.call(field, value);
  Object.defineProperty(field, 'value', {
    configurable: true,
    get: () => plain?.get?.call(field) as string,
    set(value: string) {
      if (composing) broken.push(`value ${value}`);
      set(value);
    },
  });
  const select = field.setSelectionRange.bind(field);
  field.setSelectionRange = (start, end) => {
    if (composing) broken.push(`selection ${start}`);
    select(start, end);
  };

  field.focus();
  let last = 0;
  let ended = { at: -Infinity, real: 0 };
  let prevented = false;
  for (const step of trace.steps) {
    if (step.stalled) busyUntil(ended.real + NEXT_KEY_MS + 10);
    else if (step.at > last + ONE_TURN_MS) await turn();
    if (step.e === 'keydown' && !step.stalled && step.at - ended.at > NEXT_KEY_MS)
      await pause(Math.max(0, ended.real + NEXT_KEY_MS + 10 - performance.now()));
    last = step.at;
    if (step.default && prevented) continue;
    if (step.value !== undefined && plain?.get?.call(field) !== step.value && !step.default) {
      set(step.value);
      select(step.value.length, step.value.length);
    }
    if (step.e === 'compositionstart') composing = true;
    if (step.e === 'compositionend') composing = false;
    const event = eventOf(step);
    const went = field.dispatchEvent(event);
    // Behind the field's own look at the clock: on a busy machine there may be a while between the two.
    if (step.e === 'compositionend') ended = { at: step.at, real: performance.now() };
    if (step.e === 'keydown') prevented = !went;
    if (step.default && went) byItself(field, set);
  }
  // A syllable may be waited for, and a turn after it.
  await pause(NEXT_KEY_MS);
  await turn();
  Reflect.deleteProperty(field, 'value');
  Reflect.deleteProperty(field, 'setSelectionRange');
  return broken;
}

/** What the browser does with an Enter that nobody prevented: it breaks the line, or submits the form. */
function byItself(field: HTMLInputElement | HTMLTextAreaElement, set: (value: string) => void): void {
  if (field instanceof HTMLInputElement) {
    if (field.dispatchEvent(new KeyboardEvent('keypress', { bubbles: true, cancelable: true, key: 'Enter' })))
      field.form?.requestSubmit();
    return;
  }
  set(`${field.value}\n`);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertLineBreak' }));
}
