/** What a host sees of its own porch: whether it answers at each of the machine's addresses, and this system's firewall. */
import type { HostStatus, OwnLook, ReachableAddress } from '../../protocol';
import { ownFirewall } from './firewall';
import { onNetwork } from './routes';
import { knock } from './tcp';

type Running = Extract<HostStatus, { state: 'running' }>;

/** In ms: this is the machine itself. */
const SOON = 1_000;

/** A dial from the machine to itself goes around its firewall: it shows what the porch is bound to, and no more. */
async function answers({ address }: ReachableAddress, port: number): Promise<boolean> {
  return (await knock(address, port, SOON)) === 'open';
}

export async function lookAtOwn({ port, addresses }: Pick<Running, 'port' | 'addresses'>): Promise<OwnLook> {
  const [looked, firewall] = await Promise.all([
    Promise.all(
      addresses.map(async (one) => ({
        url: one.url,
        interface: one.interface,
        answers: await answers(one, port),
      })),
    ),
    ownFirewall(),
  ]);
  return { port, network: onNetwork(), addresses: looked, ...firewall };
}
