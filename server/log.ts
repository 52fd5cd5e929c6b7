/**
 * Where a server says what happens to it. pino fits as it is.
 * Never given: tokens, passwords, bodies of messages.
 */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** For parts that nobody listens to. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** An error as facts for the log: its name, message and stack, and what a system call adds. */
export function facts(error: unknown): { err: { name: string; message: string; code?: string; stack?: string } } {
  if (!(error instanceof Error)) return { err: { name: 'unknown', message: String(error) } };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { err: { name, message, ...(code ? { code } : {}), ...(stack ? { stack } : {}) } };
}
