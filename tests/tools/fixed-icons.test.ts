/** Icons stand as markup in the build (`fixedIcons` in scripts/bundling.mjs): the same ones, and given what they take. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';
// @ts-expect-error a script of the build, without types
import { fixedIcon } from '../../scripts/bundling.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const components = fs
  .readdirSync(path.join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.svelte'))
  .map((file) => ({ file, source: fs.readFileSync(path.join(root, 'renderer', file), 'utf8') }));
const imported = (source: string) =>
  [...source.matchAll(/import (\w+) from '@lucide\/svelte\/icons\/([\w-]+)'/gu)].map(([, name, icon]) => ({
    name: name ?? '',
    icon: icon ?? '',
  }));
const library = (file: string) =>
  fs.readFileSync(path.join(root, 'node_modules/@lucide/svelte/dist/icons', file), 'utf8');
/** Some have had another name before. */
const inLibrary = (icon: string) => library(/"\.\/([\w-]+\.svelte)"/u.exec(library(`${icon}.js`))?.[1] ?? '');

/** Every element of a component's markup that is one of these. */
function drawn(node: unknown, names: ReadonlySet<string>): AST.Component[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, name } = node as { type?: string; name?: string };
  const own = type === 'Component' && names.has(name ?? '') ? [node as AST.Component] : [];
  return [...own, ...Object.values(node).flatMap((child) => drawn(child, names))];
}

test('every icon of the screen is drawn as the library has it', () => {
  const icons = new Set(components.flatMap(({ source }) => imported(source).map(({ icon }) => icon)));
  expect(icons.size).toBeGreaterThan(50);
  for (const icon of icons) {
    const source = inLibrary(icon);
    const [, json = ''] = /^const iconData = (.*);$/mu.exec(source) ?? [];
    const nodes = (JSON.parse(json) as { node: [string, Record<string, string>][] }).node;
    const { fragment } = parse(fixedIcon(source), { modern: true });
    const svg = fragment.nodes.find(({ type }) => type === 'RegularElement') as AST.RegularElement;
    const shapes = svg.fragment.nodes.filter((shape) => shape.type === 'RegularElement');
    const said = shapes.map(({ name, attributes }) => [
      name,
      Object.fromEntries(
        attributes.map((one) => [
          (one as AST.Attribute).name,
          ((one as AST.Attribute).value as AST.Text[]).map(({ data }) => data).join(''),
        ]),
      ),
    ]);
    expect(said).toEqual(nodes);
  }
});

test('nobody gives an icon what it does not take', () => {
  let count = 0;
  for (const { file, source } of components) {
    // `Icon` is one that a component was given.
    const names = new Set([...imported(source).map(({ name }) => name), 'Icon']);
    for (const { name, attributes } of drawn(parse(source, { modern: true }).fragment, names)) {
      count += 1;
      for (const attribute of attributes)
        expect(['size', 'strokeWidth', 'aria-hidden'], `${name} in ${file}`).toContain(
          (attribute as AST.Attribute).name ?? attribute.type,
        );
    }
  }
  expect(count).toBeGreaterThan(60);
});

test('should the library write its icons in another way, the build says so', () => {
  const icon = inLibrary('lock');
  expect(icon).toContain('const iconData = {');
  expect(() => fixedIcon(icon.replace('const iconData', 'const icon'))).toThrow('Lucide');
});
