/** How the parts of a session ask its server. */
import type { Answer, Input, NetworkCalls, Output } from '../protocol';

/** Refusals are answers, and so is `not-connected`: it never throws. */
export type Ask = <N extends keyof NetworkCalls & string>(
  name: N,
  input: Input<NetworkCalls[N]>,
) => Promise<Answer<Output<NetworkCalls[N]>>>;
