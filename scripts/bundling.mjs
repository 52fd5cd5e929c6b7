// What the build does to bundles so that a start reads less, and later (docs/decisions/0169-what-is-read-before-the-first-look.md).
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
