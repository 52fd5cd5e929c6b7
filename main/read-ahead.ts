/** The files that the page asks for first. */
import { close, fstatSync, openSync, read, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** The whole of a file, by one errand that runs beside the main thread. @throws at once where there is no such file */
function readWhole(file: string): Promise<Uint8Array> {
  const descriptor = openSync(file, 'r');
  const bytes = new Uint8Array(fstatSync(descriptor).size);
  return new Promise((resolve, reject) =>
    read(descriptor, bytes, 0, bytes.length, 0, (error, count) => {
      close(descriptor);
      if (error || count < bytes.length) reject(error ?? new Error(`${file} is shorter than it was`));
      else resolve(bytes);
    }),
  );
}

/**
 * What the page asks for first. It is read while Electron is not ready yet and nobody can ask: the disk is as slow as it is,
 * and has nothing to do meanwhile.
 */
export class ReadAhead {
  readonly #files = new Map<string, Promise<Uint8Array>>();

  /** Reads a page and what it names, of this folder. What is not there is not there when it is asked for, either. */
  begin(root: string, page: string): void {
    try {
      const text = readFileSync(path.join(root, page), 'utf8');
      for (const [, name = ''] of text.matchAll(/(?:src|href)="\/(assets\/[\w.-]+)"/gu)) {
        const file = path.join(root, name);
        const bytes = readWhole(file);
        bytes.catch(() => undefined);
        this.#files.set(file, bytes);
      }
    } catch {
      // The page says so itself, when it is asked for.
    }
  }

  /** Once: nothing is held for a page that has it. */
  async take(file: string): Promise<Uint8Array> {
    const bytes = this.#files.get(file);
    this.#files.delete(file);
    return (await bytes?.catch(() => null)) ?? fs.readFile(file);
  }
}
