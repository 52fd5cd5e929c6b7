/** A package on its way to the disk: what broke off goes on where it was, and only what was signed gets its name. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline, Transform } from 'node:stream';
import { promisify } from 'node:util';
import type { Package } from '../../protocol';
import type { Source } from './source';

const run = promisify(pipeline);

export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await run(fs.createReadStream(file), hash);
  return hash.digest('base64');
}

/** Whether a file is exactly the signed one. */
export async function isPackage(file: string, { bytes, sha512 }: Package): Promise<boolean> {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.size === bytes && (await sha512Of(file)) === sha512;
}

/** What came is not what was signed. */
export class Changed extends Error {}

/** Passes on so many bytes and no more: a source cannot fill the disk. */
function atMost(bytes: number, passed: (bytes: number) => void): Transform {
  let sum = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      sum += part.length;
      if (sum > bytes) return done(new Changed('it is longer than what was signed'));
      passed(sum);
      done(null, part);
    },
  });
}

/**
 * @param folder gets the package under its name once it is whole; what is not yet lies in `folder/loading`
 * @param progress is told the bytes there are
 * @returns its path
 * @throws Changed where it is not the signed one (what came is thrown away); the system's or the network's error else,
 * and what came stays for the next try
 */
export async function loadPackage(
  source: Source,
  wanted: Package,
  folder: string,
  progress: (bytes: number) => void,
): Promise<string> {
  const whole = path.join(folder, wanted.name);
  if (await isPackage(whole, wanted)) return whole;
  const loading = path.join(folder, 'loading');
  fs.mkdirSync(loading, { recursive: true });
  const part = path.join(loading, wanted.name);
  const had = fs.statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  if (had < wanted.bytes) {
    const answer = await source.open(wanted.name, had);
    // Whoever does not know ranges sends all of it (RFC 9110 §14.2).
    const begin = answer.statusCode === 206 ? had : 0;
    const writing = fs.createWriteStream(part, { flags: begin > 0 ? 'a' : 'w' });
    const closed = new Promise<void>((resolve) => writing.once('close', () => resolve()));
    const counted = atMost(wanted.bytes - begin, (sum) => progress(begin + sum));
    await run(answer, counted, writing).catch(async (error: unknown) => {
      // Told at once; what was being written just then still comes, and the next try begins behind it.
      await closed;
      if (error instanceof Changed) fs.rmSync(part, { force: true });
      throw error;
    });
  }
  const { size } = fs.statSync(part);
  if (size < wanted.bytes) throw new Error('it broke off');
  if (!(await isPackage(part, wanted))) {
    fs.rmSync(part, { force: true });
    throw new Changed('its bytes are others than those that were signed');
  }
  fs.renameSync(part, whole);
  return whole;
}

/** Takes a package out of a folder, as from a stick. @returns null where it is not there, or not the signed one */
export async function takePackage(from: string, wanted: Package, folder: string): Promise<string | null> {
  const lying = path.join(from, wanted.name);
  if (!(await isPackage(lying, wanted))) return null;
  const [whole, copy] = [path.join(folder, wanted.name), path.join(folder, 'loading', wanted.name)];
  fs.mkdirSync(path.dirname(copy), { recursive: true });
  await fs.promises.copyFile(lying, copy);
  // The stick may have changed in between.
  if (!(await isPackage(copy, wanted))) return null;
  fs.renameSync(copy, whole);
  return whole;
}
