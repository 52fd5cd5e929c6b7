import type { Context } from '../calls/context';
import type { Session } from '../session';

/** Whether a ban speaks of where this stranger comes from: then nothing but an answered knock lets them in. */
export const isBanned = ({ store }: Context, { address }: Session): Promise<boolean> =>
  store.isBanned({ address, device: null });
