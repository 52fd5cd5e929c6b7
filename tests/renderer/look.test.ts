/** The palettes: what is chosen and what the system asks for, and that each can be read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
const { paletteOf } = await import('../../renderer/state/theme.svelte');
vi.unstubAllGlobals();

test('what is chosen holds; like the system goes by all the system says', () => {
  const system = (dark: boolean, contrast: boolean) => ({ dark, contrast });
  expect(paletteOf('system', system(false, false))).toBe('light');
  expect(paletteOf('system', system(true, false))).toBe('dark');
  expect(paletteOf('system', system(true, true))).toBe('contrast-dark');
  expect(paletteOf('system', system(false, true))).toBe('contrast-light');
  expect(paletteOf('light', system(true, true))).toBe('light');
  expect(paletteOf('contrast', system(true, false))).toBe('contrast-dark');
});

const css = readFileSync(join(import.meta.dirname, '../../renderer/styles/tokens.css'), 'utf8');

function palette(name: string): (token: string) => string {
  const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return (token) => new RegExp(`--${token}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? `no ${token} in ${name}`;
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'porch', 'card'];
const pairs: readonly [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'pine', 'celadon', 'amber', 'red'].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ['pine-ink', 'pine'],
  ['ink', 'pine-soft'],
  ['pine', 'pine-soft'],
  ['celadon', 'celadon-soft'],
  ['amber', 'amber-soft'],
  ['red', 'red-soft'],
];

test.each([
  ['light', 4.5],
  ['dark', 4.5],
  ['contrast-light', 7],
  ['contrast-dark', 7],
])('every text of %s has a contrast of at least %d on what it stands on', (name, least) => {
  const of = palette(name);
  const low = pairs
    .map(([text, ground]) => ({ text, ground, ratio: contrast(of(text), of(ground)) }))
    .filter(({ ratio }) => !(ratio >= least));
  expect(low).toEqual([]);
});

test.each(['contrast-light', 'contrast-dark'])('lines of %s can be seen: 3:1', (name) => {
  const of = palette(name);
  for (const ground of grounds) expect(contrast(of('line'), of(ground))).toBeGreaterThanOrEqual(3);
});
