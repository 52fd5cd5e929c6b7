/** Where an export goes: the standard output, or a file that can be gone on with where an earlier one ended. */
import * as fs from 'node:fs';
import type { Id } from '../../protocol';
import type { Context } from '../context';
import { Ended, exits } from '../exits';

/** A format writes one line for what it tells; each names its place. */
export interface Format {
  /** What stands before the first line. */
  head(): string;
  /** The log and the epoch a file is of, by its beginning; and the seq of its last line. Null: not this format. */
  source(beginning: string): { log: Id; epoch: Id } | null;
  seqOf(line: string): number | null;
}

export interface Target {
  /** All up to here is in it already. */
  readonly seq: number;
  write(text: string): Promise<void> | void;
  close(): void;
}

/** What is read of a file's beginning and end: more than the longest line. */
const LOOK = 512 * 1024;

function look(descriptor: number, size: number): { beginning: string; last: string; whole: number } {
  const read = (from: number, length: number) => {
    const bytes = Buffer.alloc(Math.max(0, length));
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, from));
  };
  const begin = Math.max(0, size - LOOK);
  const end = read(begin, size - begin);
  // A line that was cut off in the middle is written anew.
  const stop = end.lastIndexOf(0x0a);
  const start = stop < 0 ? -1 : end.lastIndexOf(0x0a, stop - 1);
  return {
    beginning: read(0, Math.min(size, LOOK)).toString('utf8'),
    last: end.subarray(start + 1, Math.max(0, stop)).toString('utf8'),
    whole: stop < 0 ? 0 : begin + stop + 1,
  };
}

/** @throws Ended where the file cannot be used, or holds something else */
export function openTarget(
  file: string | undefined,
  format: Format,
  { log, epoch }: { log: Id; epoch: Id },
  { out, words }: Context,
): Target {
  if (file === undefined) {
    const head = format.head();
    if (head !== '') out.line(head);
    return { seq: 0, close: () => undefined, write: (text) => (out.line(text), out.room()) };
  }
  try {
    const descriptor = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    const { size } = fs.fstatSync(descriptor);
    const found = look(descriptor, size);
    const source = size === 0 ? null : format.source(found.beginning);
    if (size > 0 && found.whole > 0 && (source?.log !== log || source.epoch !== epoch)) {
      fs.closeSync(descriptor);
      throw new Ended(exits.refused, words.otherFile);
    }
    fs.ftruncateSync(descriptor, found.whole);
    let at = found.whole;
    const write = (text: string) => void (at += fs.writeSync(descriptor, `${text}\n`, at, 'utf8'));
    if (at === 0 && format.head() !== '') write(format.head());
    return {
      seq: format.seqOf(found.last) ?? 0,
      write,
      close() {
        fs.fsyncSync(descriptor);
        fs.closeSync(descriptor);
      },
    };
  } catch (error) {
    if (error instanceof Ended) throw error;
    throw new Ended(exits.local, words.cannotWrite(file, (error as Error).message));
  }
}
