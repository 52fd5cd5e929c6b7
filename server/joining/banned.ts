import type { Context } from '../calls/context';
import type { Session } from '../session';

/** Whether a ban speaks of this stranger's device or address: then nothing but an answered knock lets them in. */
export const isBanned = ({ store }: Context, { address, former }: Session): Promise<boolean> =>
  store.isBanned({ address, device: former });
