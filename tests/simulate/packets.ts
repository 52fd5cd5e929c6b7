/** What crosses a simulated connection, as text: nothing that one end holds is the other's. */
import type { Answer, Handshake, Hello, Refusal } from '../../protocol';

export type Upward = ['hello'] | ['dial', Handshake] | ['call', number, string, unknown] | ['pong'];

export type Downward =
  | ['hello', Hello]
  | ['open']
  | ['refused', Refusal]
  | ['answer', number, Answer<unknown>]
  | ['push', string, unknown]
  | ['ping'];

export const pack = (packet: Upward | Downward): string => JSON.stringify(packet);
export const unpack = <P extends Upward | Downward>(text: string): P => JSON.parse(text) as P;
