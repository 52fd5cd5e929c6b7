/** From what somebody filled in to a poll that can be asked, or to what is wrong with it, field by field. */
import { limits, MessageText, parse, PollOption, type Poll, type Rule } from '../../../protocol';

export const terms = ['open', 'short', 'hour', 'today', 'chosen'] as const;
export type Term = (typeof terms)[number];

export interface Form {
  question: string;
  options: readonly string[];
  anonymous: boolean;
  many: boolean;
  term: Term;
  /** Of a `datetime-local` field, in this device's time; counts for the term `chosen`. */
  closing: string;
}

/** A field's rule is the protocol's; `twice` and `past` are this form's own. */
export type Problem = Rule | 'twice' | 'past' | 'few';
export interface Problems {
  question?: Problem;
  /** By index. */
  options: Readonly<Record<number, Problem>>;
  closing?: Problem;
}

type Made = { ok: true; question: string; poll: Poll } | { ok: false; problems: Problems };

/** Empty options at the end are none; one between two filled ones is no mistake either: it is left out. */
export function pollOf(form: Form, now: number): Made {
  const problems: Problems = { options: {} };
  const question = parse(MessageText, form.question);
  if (!question.ok) problems.question = question.error.rule ?? 'shape';

  const told: Record<number, Problem> = {};
  const options: string[] = [];
  form.options.forEach((text, index) => {
    if (text.trim() === '') return;
    const option = parse(PollOption, text);
    if (!option.ok) told[index] = option.error.rule ?? 'shape';
    else if (options.includes(option.value)) told[index] = 'twice';
    else options.push(option.value);
  });
  if (options.length < 2 && Object.keys(told).length === 0) {
    const empty = form.options.findIndex((text) => text.trim() === '');
    told[empty === -1 ? 0 : empty] = 'few';
  }
  problems.options = told;

  const closesAt = closingOf(form, now);
  if (closesAt !== null && !(closesAt > now)) problems.closing = 'past';
  if (problems.question || problems.closing || Object.keys(told).length > 0) return { ok: false, problems };
  const { anonymous, many } = form;
  return {
    ok: true,
    question: question.ok ? question.value : '',
    poll: { options: options.slice(0, limits.pollOptions), anonymous, many, closesAt },
  };
}

/** Milliseconds since 1970; null: it stays open. NaN where no time was filled in. */
function closingOf({ term, closing }: Pick<Form, 'term' | 'closing'>, now: number): number | null {
  if (term === 'short') return now + 10 * 60_000;
  if (term === 'hour') return now + 60 * 60_000;
  if (term === 'today') return new Date(now).setHours(23, 59, 59, 999);
  return term === 'chosen' ? new Date(closing).getTime() : null;
}
