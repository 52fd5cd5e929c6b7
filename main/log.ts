/** Main's log: stderr for whoever started the app in a terminal, and a file in the profile for everybody else. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The file starts anew at this size, in bytes; the one before is kept beside it. */
const FILE_LIMIT = 1024 * 1024;

export interface Log {
  info(text: string): void;
  /** @param cause what was thrown, if something was; its stack goes into the log */
  error(text: string, cause?: unknown): void;
  /** Lines of another process, passed on as they are. */
  lines(text: string): void;
}

const describe = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

/** @returns a descriptor to append to, or null where the folder cannot be written: the app runs without a log file then. */
function openFile(file: string): number | null {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > FILE_LIMIT) fs.renameSync(file, `${file}.old`);
    return fs.openSync(file, 'a', 0o600);
  } catch {
    return null;
  }
}

/** @param file opened at the first line, not before: by then it is known that this process owns the profile */
export function openLog(file: string): Log {
  let descriptor: number | null | undefined;
  const write = (text: string): void => {
    const line = text.endsWith('\n') ? text : `${text}\n`;
    descriptor ??= openFile(file);
    for (const target of [2, descriptor]) {
      if (target === null) continue;
      try {
        fs.writeSync(target, line);
      } catch {
        // A closed terminal or a full disk must not take the app down.
      }
    }
  };
  const entry = (level: string, text: string) => write(`${new Date().toISOString()} ${level} ${text}`);
  return {
    info: (text) => entry('info', text),
    error: (text, cause) => entry('error', cause === undefined ? text : `${text}: ${describe(cause)}`),
    lines: write,
  };
}
