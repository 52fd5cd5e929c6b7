/** What a walk sees the network through: this machine's own sockets and tables. */
import { isIPv4 } from 'node:net';
import type { Fingerprint } from '../../protocol';
import { shakeHands, type Seen } from '../trust/handshake';
import { anyCompany } from './company';
import { greet, type Greeting } from './hello';
import { addressesOf, type Named } from './names';
import { neighbours, presenceOf } from './neighbours';
import { answersPing } from './ping';
import { callOut, gatewayOf, onNetwork, routeTo, type Route } from './routes';
import { knock, type Knocked } from './tcp';

/** Why a machine of this same network does not answer: it is there and drops what comes, or it is not there. */
export type Missing = 'firewall' | 'away' | 'isolated' | 'silent';

/** Every wait is bounded by the time given, in ms. */
export interface Look {
  names(host: string, timeout: number): Promise<Named>;
  onNetwork(): boolean;
  route(address: string): Promise<Route>;
  knock(address: string, port: number, timeout: number): Promise<Knocked>;
  missing(address: string, route: Route, timeout: number): Promise<Missing>;
  handshake(url: string, timeout: number): Promise<Seen>;
  greet(url: string, fingerprint: Fingerprint | null, timeout: number): Promise<Greeting>;
  /** What this profile knows of that key at that place. */
  key(url: string, fingerprint: Fingerprint): Promise<'known' | 'new' | 'changed'>;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/** Of the time for it: until the hardware has or has not answered, then for an echo, then for anybody else. */
const SHARES = { presence: 0.4, others: 0.3 } as const;

/**
 * The hardware answers for a machine's address also where its firewall drops everything (RFC 826), and nothing answers
 * where it is off or the network keeps its devices apart. The gateway answers either way; other neighbours, only where
 * devices may talk with each other.
 */
async function missing(address: string, { through }: Route, timeout: number): Promise<Missing> {
  if (through === null) return 'away';
  const { link, own } = through;
  const presence = await presenceOf(address, timeout * SHARES.presence);
  if (presence === 'there') return 'firewall';
  const rest = timeout * SHARES.others;
  if (presence !== 'absent' && (await answersPing(address, rest))) return 'firewall';
  if (presence === 'unknown') return 'silent';
  const gateway = await gatewayOf(link);
  if (gateway === null || gateway === address) return 'away';
  const [company] = await Promise.all([isIPv4(own) && anyCompany(own, [gateway], rest), callOut(gateway)]);
  const now = await neighbours();
  if (now.presence(address) === 'there') return 'firewall';
  if (company || now.others(link, [address, gateway]).length > 0) return 'away';
  return now.presence(gateway) === 'absent' ? 'away' : 'isolated';
}

/** @param key what this profile's pins say */
export const systemLook = (key: Look['key']): Look => ({
  names: addressesOf,
  onNetwork: () => onNetwork(),
  route: (address) => routeTo(address),
  knock,
  missing,
  handshake: (url, timeout) => shakeHands(url, { connect: timeout, handshake: timeout }),
  greet,
  key,
  now: () => performance.now(),
});
