import { afterAll, beforeAll } from 'vitest';

/**
 * What nobody caught while a file's tests ran: an exception or a rejection.
 * @returns takes what was kept until now
 */
export function watchUnforeseen(): () => unknown[] {
  const unforeseen: unknown[] = [];
  const keep = (error: unknown) => void unforeseen.push(error);
  beforeAll(() => {
    process.on('uncaughtException', keep);
    process.on('unhandledRejection', keep);
  });
  afterAll(() => {
    process.off('uncaughtException', keep);
    process.off('unhandledRejection', keep);
  });
  return () => unforeseen.splice(0);
}
