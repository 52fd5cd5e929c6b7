/**
 * What a device was on a server before its member was removed there. The token opens nothing any more; brought by a stranger
 * it lets a ban find the device again. Who signed a device out kept it from nobody: that token is forgotten.
 */
import type { Handshake, Id } from '../protocol';
import type { Ports, Table } from './ports';

interface Former {
  token: string;
}

const formers = ({ storage }: Pick<Ports, 'storage'>): Table<Former> => storage.table('formers');

/** What a stranger brings along. A device that cannot read its disk was nobody. */
export async function formerOf(ports: Pick<Ports, 'storage'>, server: Id): Promise<Pick<Handshake, 'former'>> {
  const kept = await formers(ports)
    .get(server)
    .catch(() => undefined);
  return kept ? { former: kept.token } : {};
}

export async function keepFormer(ports: Pick<Ports, 'storage'>, server: Id, token: string): Promise<void> {
  await formers(ports)
    .put(server, { token })
    .catch(() => undefined);
}
