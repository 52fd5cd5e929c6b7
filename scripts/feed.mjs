#!/usr/bin/env node
// Signs what electron-builder made, so that an installed Maru believes it (docs/updates.md).
//   node scripts/feed.mjs keys FILE            makes a key: FILE is to be kept secret, the public key is printed
//   node scripts/feed.mjs sign --key FILE --version 1.2.0 --folder DIR [--ko NOTES] [--en NOTES]
//                                              writes DIR/maru-feed.json about the packages that lie there
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

const kinds = { AppImage: 'appimage', deb: 'deb', rpm: 'rpm', dmg: 'dmg', exe: 'nsis' };
const platforms = { appimage: 'linux', deb: 'linux', rpm: 'linux', dmg: 'darwin', nsis: 'win32' };
/** As electron-builder names them in files: Debian's and Fedora's words differ from Node's. */
const arches = [
  [/arm64|aarch64/u, ['arm64']],
  [/universal/u, ['x64', 'arm64']],
];

const publicKeyOf = (key) => createPublicKey(key).export({ format: 'jwk' }).x;

function makeKeys(file) {
  const { privateKey } = generateKeyPairSync('ed25519');
  fs.writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  console.log(publicKeyOf(privateKey));
}

function packagesIn(folder) {
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const kind = kinds[path.extname(name).slice(1)];
      // One without an installer cannot be put over the one that runs.
      if (!kind || /portable/iu.test(name)) return [];
      const bytes = fs.readFileSync(path.join(folder, name));
      const sha512 = createHash('sha512').update(bytes).digest('base64');
      const [, built = ['x64']] = arches.find(([pattern]) => pattern.test(name)) ?? [];
      return built.map((arch) => ({ platform: platforms[kind], arch, kind, name, bytes: bytes.length, sha512 }));
    });
}

function signFolder({ key: file, version, folder, ko, en }) {
  const key = createPrivateKey(fs.readFileSync(file));
  const packages = packagesIn(folder);
  if (packages.length === 0) throw new Error(`there is no package in ${folder}`);
  const notes = ko && en ? { notes: { ko, en } } : {};
  const feed = Buffer.from(JSON.stringify({ product: 'maru', version, at: Date.now(), ...notes, packages }));
  const signature = sign(null, feed, key);
  fs.writeFileSync(
    path.join(folder, 'maru-feed.json'),
    `${JSON.stringify({ feed: feed.toString('base64'), signature: signature.toString('base64') })}\n`,
  );
  for (const { name, platform, arch } of packages) console.log(`${name} (${platform}, ${arch})`);
  console.log(`signed by ${publicKeyOf(key)}`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(['key', 'version', 'folder', 'ko', 'en'].map((name) => [name, { type: 'string' }])),
});
const [deed, file] = positionals;
if (deed === 'keys' && file) makeKeys(file);
else if (deed === 'sign' && values.key && values.version && values.folder) signFolder(values);
else {
  console.error('feed.mjs keys FILE | feed.mjs sign --key FILE --version X.Y.Z --folder DIR [--ko NOTES --en NOTES]');
  process.exit(2);
}
