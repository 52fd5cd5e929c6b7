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

/** Appends to a file that starts anew at its limit. Where the folder cannot be written, the app runs without a log file. */
function appender(file: string): (line: string) => void {
  let open: { descriptor: number; size: number } | null | undefined;
  const begin = () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > FILE_LIMIT) fs.renameSync(file, `${file}.old`);
    return { descriptor: fs.openSync(file, 'a', 0o600), size: size > FILE_LIMIT ? 0 : size };
  };
  return (line) => {
    if (open === null) return;
    try {
      open ??= begin();
      open.size += fs.writeSync(open.descriptor, line);
      if (open.size <= FILE_LIMIT) return;
      fs.closeSync(open.descriptor);
      open = undefined;
    } catch {
      open = null;
    }
  };
}

/** @param file opened at the first line, not before: by then it is known that this process owns the profile */
export function openLog(file: string): Log {
  const append = appender(file);
  const write = (text: string): void => {
    const line = text.endsWith('\n') ? text : `${text}\n`;
    append(line);
    try {
      fs.writeSync(process.stderr.fd, line);
    } catch {
      // The terminal it was started from is gone.
    }
  };
  const entry = (level: string, text: string) => write(`${new Date().toISOString()} ${level} ${text}`);
  return {
    info: (text) => entry('info', text),
    error: (text, cause) => entry('error', cause === undefined ? text : `${text}: ${describe(cause)}`),
    lines: write,
  };
}
