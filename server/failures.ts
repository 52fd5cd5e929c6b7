import type { hostFailures } from '../protocol';
import { StoreError } from './store/store';

export type StartFailure = (typeof hostFailures)[number];

/** A failure a program can act on: a code, and in English what exactly was wrong (a path, a port). */
abstract class NamedFailure<Code extends string> extends Error {
  readonly code: Code;
  readonly detail: string;

  constructor(code: Code, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** Why a server could not start. */
export class StartError extends NamedFailure<StartFailure> {
  override readonly name = 'StartError';

  static from(error: unknown): StartError {
    if (error instanceof StartError) return error;
    const detail = error instanceof Error ? error.message : String(error);
    const code = error instanceof StoreError && error.code === 'disk' ? 'folder-unwritable' : 'unknown';
    return new StartError(code, detail, { cause: error });
  }
}

export const restoreFailures = ['backup-missing', 'backup-unusable', 'backup-newer'] as const;
export type RestoreFailure = (typeof restoreFailures)[number];

/** Why a file was not restored; nothing was changed then. */
export class RestoreError extends NamedFailure<RestoreFailure> {
  override readonly name = 'RestoreError';
}
