// Whose work is shipped: the packages that the bundles were made of, each with its licence, as a module that the page loads.
import * as fs from 'node:fs';
import * as path from 'node:path';

const MARK = `${path.sep}node_modules${path.sep}`;

/** The folder of the package that a module is from; null for Maru's own. */
function packageOf(id) {
  const file = id.replace(/^\0/, '').split('?')[0];
  const at = file.lastIndexOf(MARK);
  if (at < 0) return null;
  const [scope, name] = file.slice(at + MARK.length).split(path.sep);
  const folder = path.join(file.slice(0, at + MARK.length), scope.startsWith('@') ? path.join(scope, name) : scope);
  return fs.existsSync(path.join(folder, 'package.json')) ? folder : null;
}

/**
 * A plugin that notes which packages a bundle holds.
 * @param note is given the folder of each, once or more often
 */
export const notePackages = (note) => ({
  name: 'note-packages',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) {
      for (const id of part.type === 'chunk' ? part.moduleIds : (part.originalFileNames ?? [])) {
        const folder = packageOf(id);
        if (folder) note(folder);
      }
    }
  },
});

/** What a package says its licence is, and the text that it brings. */
function licenceOf(folder) {
  const { name, version, license, licenses } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const said =
    typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR '));
  const files = fs.readdirSync(folder).filter((one) => /^(licen[cs]e|copying)/i.test(one) && !/\.(js|ts)$/.test(one));
  // Of several to choose from, the Mozilla licence is the one that Maru goes by.
  const file = files.find((one) => /\.mpl$/i.test(one)) ?? files[0];
  const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : '';
  // One that says it in its text alone.
  return { name, version, licence: said ?? /^(\S+) licen[cs]e/i.exec(text)?.[1] ?? '?', text };
}

/** The version of the SQLite that is inside the package that is shipped. */
async function sqliteVersion() {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  const database = new DatabaseSync(':memory:');
  const { version } = database.prepare('select sqlite_version() as version').get();
  database.close();
  return version;
}

/**
 * Writes `licences.js`: a module, as the page's policy lets it load nothing else of its own place.
 * @param folders of the packages, relative to the root
 */
export async function writeLicences(root, folders, file) {
  const found = folders.map((folder) => licenceOf(path.join(root, folder)));
  // The same version may lie in several places.
  const packages = [...new Map(found.map((one) => [`${one.name} ${one.version}`, one])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const content = { maru: version, sqlite: await sqliteVersion(), packages };
  fs.writeFileSync(file, `export default ${JSON.stringify(content)};\n`);
}
