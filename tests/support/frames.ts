/** Frames as a tap tells of them. */
import type { Frame } from '../../client';

export const frame = (type: string, data: string | null = '', direction: Frame['direction'] = 'in'): Frame => ({
  ...{ at: 1_800_000_000_000, carrier: 'websocket', direction, type, data },
  bytes: 1 + (data?.length ?? 0),
});
/** An event of Socket.IO, as it stands in a message. */
export const event = (name: string, what: unknown, ack: number | '' = '') => `2${ack}${JSON.stringify([name, what])}`;
