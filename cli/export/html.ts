/** A page for people: no script, nothing from elsewhere, each entry a line of the file. */
import { isChange, type Change, type Entry, type MessageEntry } from '../../protocol';
import type { ServerView } from '../../client';
import { noticeOf, type Place } from '../logs/lines';
import type { Page } from '../logs/pages';
import { nameOf, titleOf } from '../naming';
import type { Words } from '../words';
import type { Format } from './target';

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** As text or in an attribute's quotes; line breaks of every kind become elements, so that an entry stays one line. */
const escape = (text: string): string =>
  text.replace(/[&<>"']/gu, (mark) => marks[mark] ?? '').replace(/\r\n?|[\n\u0085\u2028\u2029]/gu, '<br>');

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}',
  'article,p{margin:.75rem 0}time{opacity:.7;font-size:.85em}blockquote{margin:0;white-space:pre-wrap}',
  '.notice{text-align:center;opacity:.75}.why{opacity:.75}',
].join('');

const META = /<meta name="maru-log" content="([0-9a-f-]{36}) ([0-9a-f-]{36})">/u;

export const html = (place: Place, server: string, view: ServerView, words: Words): Format => ({
  head() {
    const title = escape(`${titleOf(place.room, view, words)} · ${server}`);
    return [
      `<!doctype html><html lang="${words.language}"><meta charset="utf-8">`,
      `<meta name="maru-log" content="${place.log} ${place.epoch}">`,
      '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
      // What stands in it is others' text: even a mistake here could load and run nothing.
      `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
      `<title>${title}</title><style>${STYLE}</style>`,
      `<h1>${title}</h1><p class="why">${escape(words.exportedAt(whenOf(Date.now(), words)))}</p>`,
    ].join('');
  },
  source(beginning) {
    const [, log, epoch] = META.exec(beginning.split('\n', 1)[0] ?? '') ?? [];
    return log === undefined || epoch === undefined ? null : { log, epoch };
  },
  seqOf: (line) => Number(/ data-seq="(\d+)"/u.exec(line)?.[1] ?? NaN) || null,
});

const whenOf = (at: number, { language }: Words): string =>
  new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });

/** What became of the messages of a page: of edits the last, of the rest what holds. */
export function changesOf({ entries, about }: Pick<Page, 'entries' | 'about'>): ReadonlyMap<string, Change[]> {
  const all = new Map([...about.changes, ...entries].map((entry) => [entry.id, entry]));
  const changes = new Map<string, Change[]>();
  for (const entry of [...all.values()].filter(isChange).sort((a, b) => a.seq - b.seq))
    changes.set(entry.body.target, [...(changes.get(entry.body.target) ?? []), entry]);
  return changes;
}

export interface Drawing {
  place: Place;
  view: ServerView;
  words: Words;
  page: Pick<Page, 'about'>;
  changes: ReturnType<typeof changesOf>;
}

/** One line; null for what shows at the message it is about. */
export function drawn(entry: Entry, { view, words, page, changes }: Drawing): string | null {
  const name = nameOf(view, entry.author) ?? words.unknownPerson;
  const time = `<time datetime="${new Date(entry.at).toISOString()}">${escape(whenOf(entry.at, words))}</time>`;
  const notice = noticeOf(entry, name, words);
  if (notice !== null) return `<p class="notice" data-seq="${entry.seq}">${escape(notice)} ${time}</p>`;
  if (entry.kind !== 'message') return null;
  const all = changes.get(entry.id) ?? [];
  const body = entry.body.deleted ? `<i>${words.deleted}</i>` : bodyOf(entry, all, page, words);
  return `<article data-seq="${entry.seq}"><b>${escape(name)}</b> ${time}${body}</article>`;
}

function bodyOf(entry: MessageEntry, all: readonly Change[], { about }: Pick<Page, 'about'>, words: Words): string {
  const edits = all.flatMap((change) => (change.kind === 'edit' && change.body.text !== '' ? change.body.text : []));
  const text = edits.at(-1) ?? entry.body.text;
  const edited = edits.length > 0 ? ` <span class="why">(${words.edited})</span>` : '';
  return `<blockquote>${escape(text)}${edited}</blockquote>${pollOf(entry, all, about, words)}${reactionsOf(all)}`;
}

function reactionsOf(all: readonly Change[]): string {
  const people = new Map<string, Set<string | null>>();
  for (const change of all) {
    if (change.kind !== 'react') continue;
    const { emoji, on } = change.body;
    const those = people.get(emoji) ?? new Set();
    people.set(emoji, those);
    if (on) those.add(change.author);
    else those.delete(change.author);
  }
  const shown = [...people].filter(([, { size }]) => size > 0).map(([emoji, { size }]) => `${escape(emoji)} ${size}`);
  return shown.length === 0 ? '' : `<div class="why">${shown.join(' · ')}</div>`;
}

function pollOf(
  { id, body: { poll } }: MessageEntry,
  all: readonly Change[],
  about: Page['about'],
  words: Words,
): string {
  if (!poll) return '';
  const tally = about.tallies.find((each) => each.poll === id);
  const votes = new Map(
    all.flatMap((change) => (change.kind === 'vote' ? [[change.author, change.body.choices]] : [])),
  );
  const chosen = (index: number) =>
    tally?.votes[index] ?? [...votes.values()].filter((choices) => choices.includes(index)).length;
  const options = poll.options.map((option, index) => `<li>${escape(option)}: ${chosen(index)}</li>`);
  return `<ol>${options.join('')}</ol>${tally ? `<div class="why">${words.anonymous(tally.voters)}</div>` : ''}`;
}
