// What the build does to bundles so that a start reads less, and later (docs/decisions/0169-what-is-read-before-the-first-look.md).
import * as fs from 'node:fs';
import * as path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/**
 * A preload is read before its page begins: it takes the names of the bridge as they are when it is built, and no schema with
 * them.
 */
export const namesOnly = {
  name: 'names-only',
  async transform(_code, id) {
    if (id !== path.join(root, 'protocol/desktop.ts')) return null;
    const { build } = await import('vite');
    const { output } = await build({
      ...{ configFile: false, root, logLevel: 'warn', ssr: { noExternal: true } },
      build: { write: false, ssr: id, minify: false, rollupOptions: { output: { codeSplitting: false } } },
    });
    const { bridgeNames } = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
    return { code: `export const bridgeNames = ${JSON.stringify(bridgeNames)};`, map: null };
  },
};

/**
 * Node's own modules are read by main when they are first used: loading those of networks and of cryptography takes longer
 * than all of main's other work before its window.
 */
export const lateBuiltins = {
  name: 'late-builtins',
  generateBundle(_options, bundle) {
    const loaded = /^let (node_\w+) = require\("(node:[\w/]+)"\);\n(?:\1 = (__toESM)\(\1, 1\);\n)?/gmu;
    for (const chunk of Object.values(bundle)) {
      const found = [...chunk.code.matchAll(loaded)];
      const names = found.map(([, name]) => name);
      const used = new RegExp(`(?<![.\\w$])(?:${names.join('|')})(?![\\w$])`, 'gu');
      const late = found.map(([, name, from, wrap]) => {
        const value = wrap ? `__toESM(require("${from}"), 1)` : `require("${from}")`;
        return `var ${name}_read;\nvar ${name} = () => ${name}_read ??= ${value};\n`;
      });
      const [first = ''] = found[0] ?? [];
      const at = chunk.code.indexOf(first);
      const rest = chunk.code.slice(at).replace(loaded, '').replace(used, '($&())');
      chunk.code = chunk.code.slice(0, at) + late.join('') + rest;
    }
  },
};

/**
 * An icon of Lucide's as markup that stands, instead of a component that puts it together from a list each time one is drawn: a room
 * in front has a hundred of them. It takes `size` and `strokeWidth`, and says nothing to whoever does not see it.
 *
 * @param source of the library's component, which carries the icon as JSON
 * @returns the source of a component that draws the same
 */
export function fixedIcon(source) {
  const [, json] = /^const iconData = (\{.*\});$/mu.exec(source) ?? [];
  if (!json) throw new Error('Lucide writes its icons in another way than before: see fixedIcon');
  const { size, node } = JSON.parse(json);
  const markup = node.map(([tag, attributes]) => {
    const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<${tag}${said.join('')} />`;
  });
  return `<script>let { size = ${size}, strokeWidth = 2 } = $props();</script>
<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 ${size} ${size}" fill="none"
  stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true">${markup.join('')}</svg>`;
}

export const fixedIcons = {
  name: 'fixed-icons',
  enforce: 'pre',
  load: (id) =>
    /\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/u.test(id) ? fixedIcon(fs.readFileSync(id, 'utf8')) : null,
};

/** Everything a module imports at once, itself included. */
function reach(id, info, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  for (const next of info(id)?.importedIds ?? []) reach(next, info, found);
  return found;
}

/**
 * Which file of the page a module goes into. Left to itself the bundler makes one for each set of pages and late parts that share something, and each
 * is asked for on its own. `base` is what both pages begin with, and what is opened later in both wants of the first; `window` what both open
 * later (renderer/later/window.ts); `main` is what the main window begins with and opens later.
 */
export function pageFiles() {
  let sets = null;
  const file = (id, ctx) => {
    const at = (name) => reach(path.join(root, 'renderer', name), (one) => ctx.getModuleInfo(one));
    sets ??= ['main.ts', 'own-window/room.ts', 'later/window.ts', 'later/app.ts'].map(at);
    const [main, room, window, app] = sets.map((set) => set.has(id));
    if (main + room + window > 1) return 'base';
    if (window) return 'window';
    return main && app ? 'main' : null;
  };
  return { includeDependenciesRecursively: false, groups: [{ name: file, debugName: 'page' }] };
}
