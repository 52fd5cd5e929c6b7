import { uuidv7 } from 'uuidv7';
import type { Random } from '../../client';

/** `crypto.getRandomValues` is there also where a page is no secure context; `crypto.randomUUID` is not. */
export const random: Random = { id: () => uuidv7(), fraction: () => Math.random() };
