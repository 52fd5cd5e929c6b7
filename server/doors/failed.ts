import type { Context } from '../calls/context';
import { facts } from '../log';
import { StoreError } from '../store/store';

/**
 * Something threw where a door was asked.
 *
 * @param more facts for the server's log
 * @returns what whoever asked is refused with. What a disk or a closing store refuses is said elsewhere, once.
 */
export function failed(
  { log }: Pick<Context, 'log'>,
  more: object,
  error: unknown,
  what: string,
): 'internal' | StoreError['code'] {
  const code = error instanceof StoreError ? error.code : 'internal';
  if (code === 'internal') log.error({ ...facts(error), ...more }, what);
  return code;
}
