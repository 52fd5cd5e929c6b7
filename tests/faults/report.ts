/** The figures of a campaign, a line for each kind and one for all. */
import type { RoundResult } from './round';
import type { Kind } from './scene';

/** The middle one and the 95th of a hundred, in ms. */
function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return `${at(0.5)} ms (p50), ${at(0.95)} ms (p95)`;
}

/** Of figures with one name the largest, of words each once. */
function notesOf(results: readonly RoundResult[]): string[] {
  const notes = new Map<string, number | string>();
  for (const [what, value] of results.flatMap((result) => result.notes)) {
    const before = notes.get(what);
    notes.set(what, typeof value === 'number' && typeof before === 'number' ? Math.max(value, before) : value);
  }
  return [...notes].map(([what, value]) =>
    typeof value === 'number' ? `${what}: at most ${value}` : `${what} ${value}`,
  );
}

function line(name: string, results: readonly RoundResult[]): string {
  const sum = (of: (result: RoundResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const as = (what: 'loss' | 'duplicate') => sum(({ faults }) => faults.filter((fault) => fault.as === what).length);
  const recoveries = results.flatMap((result) => result.recoveries);
  const letters = [...new Set(results.flatMap(({ faults }) => faults.map(({ letter }) => letter)))].sort().join('');
  const broken = sum((result) => (result.broken === null ? 0 : 1));
  return [
    `${name}: ${results.length} rounds`,
    `${sum(({ entries }) => entries)} entries`,
    `${sum(({ strikes }) => strikes)} faults`,
    `${as('loss')} losses`,
    `${as('duplicate')} duplicates`,
    `letters ${letters || 'none'}`,
    ...(broken > 0 ? [`${broken} rounds broke off or proved nothing`] : []),
    recoveries.length > 0 ? `back after ${spread(recoveries)}` : 'no connection was lost',
    `acknowledged after ${spread(results.flatMap(({ waits }) => waits))}`,
    ...notesOf(results),
  ].join(', ');
}

export function report(kinds: readonly Kind[], results: readonly RoundResult[]): string[] {
  const each = kinds.map(({ name }) =>
    line(
      name,
      results.filter(({ kind }) => kind === name),
    ),
  );
  return [
    ...each,
    line(
      'all',
      results.map((result) => ({ ...result, notes: [] })),
    ),
  ];
}
