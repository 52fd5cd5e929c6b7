/** Figures of a connection, as the screen writes them. */
import { seqsIn, type Packet, type RoundTrip } from '../../../client';
import { speech } from '../../words';

/** 214 B, 38 KB, 1.2 MB: thousands, as networks count. */
export function sizeOf(bytes: number): string {
  const { formats } = speech;
  if (bytes < 1_000) return `${formats.number(bytes)} B`;
  if (bytes < 1_000_000) return `${formats.number(rounded(bytes / 1_000))} KB`;
  return `${formats.number(rounded(bytes / 1_000_000))} MB`;
}

const rounded = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** A span in the unit that tells most: 2 ms, 0.18 s, 4 s, 19 min. */
export function spanOf(ms: number): string {
  const { formats, words } = speech;
  const { milliseconds, seconds, minutes, hours } = words.inspector;
  if (ms < 100) return milliseconds(formats.number(Math.round(ms)));
  if (ms < 10_000) return seconds(formats.number(Math.round(ms / 10) / 100));
  if (ms < 60_000) return seconds(formats.number(Math.round(ms / 1_000)));
  if (ms < 60 * 60_000) return minutes(formats.number(Math.floor(ms / 60_000)));
  return hours(formats.number(Math.floor(ms / (60 * 60_000))));
}

/** The same for what still lasts: whole seconds, so that nothing dances. */
export const lastingOf = (ms: number): string =>
  ms < 1_000 ? speech.words.inspector.seconds(speech.formats.number(0)) : spanOf(Math.floor(ms / 1_000) * 1_000);

/** 10:06:41 */
export const secondOf = (at: number): string => new Date(at).toTimeString().slice(0, 8);

/** What a packet is, in the protocol's own words: `append #412`, `ack append`, `entries #408–#411`. */
export function summaryOf(packet: Packet): string {
  const { kind, name } = packet;
  const seqs = kind === 'event' || kind === 'ack' ? seqsIn(packet) : null;
  const places = seqs && (seqs[0] === seqs[1] ? `#${seqs[0]}` : `#${seqs[0]}–#${seqs[1]}`);
  const what = kind === 'refused' ? 'connect_error' : kind === 'event' && name !== null ? null : kind;
  return [what, name, places].filter((part) => part !== null).join(' ');
}

/** Where the last round trips lie in a box, as an SVG path from left to right; those that are all alike lie half way up. */
export function pathOf(trips: readonly RoundTrip[], width: number, height: number): string {
  const all = trips.map(({ ms }) => ms);
  const most = Math.max(...all, 2 * Math.min(...all), 1);
  const step = trips.length > 1 ? width / (trips.length - 1) : 0;
  const points = trips.map(({ ms }, at) => `${round(at * step)} ${round(height - (ms / most) * height)}`);
  // One alone is a line as well.
  return `M${points.join(' ')}${points.length === 1 ? ` H${width}` : ''}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
