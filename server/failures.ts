import type { hostFailures } from '../protocol';
import { StoreError } from './store/store';

export type StartFailure = (typeof hostFailures)[number];

/** Why a server could not start: a code for the program, and in English what exactly was wrong (a path, a port). */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartFailure;
  readonly detail: string;

  constructor(code: StartFailure, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }

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
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
  readonly code: RestoreFailure;
  readonly detail: string;

  constructor(code: RestoreFailure, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
