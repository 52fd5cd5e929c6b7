/** What passed, as files that other programs read. */
import { bodyOf, type LineSeen, type Packet } from '../../../client';

/** JSON lines (https://jsonlines.org): a packet each, the oldest first. @param text whether what people wrote is in it */
export const jsonLines = (packets: readonly Packet[], text: boolean): string =>
  packets.map((packet) => `${JSON.stringify(plainOf(packet, text))}\n`).join('');

const plainOf = (packet: Packet, text: boolean) => ({
  ...packet,
  at: new Date(packet.at).toISOString(),
  body: bodyOf(packet, text),
});

interface HarSource {
  /** Of the server, with a closing slash. */
  url: string;
  packets: readonly Packet[];
  text: boolean;
  /** How the server saw the line begin: a page does not see its own headers. Null where it could not be asked. */
  seen: LineSeen | null;
}

/**
 * HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/): an entry for each carrier, with its packets as
 * `_webSocketMessages`, as browsers' own tools write and read them.
 */
export function har({ url, packets, text, seen }: HarSource): string {
  const carriers = [...new Set(packets.map(({ carrier }) => carrier))];
  const entries = carriers.map((carrier) => {
    const passed = packets.filter((packet) => packet.carrier === carrier);
    const [begun, ended] = [passed[0]?.at ?? 0, passed.at(-1)?.at ?? 0];
    const upgraded = carrier === 'websocket';
    const exchange = [seen?.upgrade, seen?.first].find((one) => one?.path.includes(`transport=${carrier}`));
    const size = (direction: Packet['direction']) =>
      passed.reduce((sum, packet) => sum + (packet.direction === direction ? packet.bytes : 0), 0);
    return {
      startedDateTime: new Date(begun).toISOString(),
      time: ended - begun,
      request: {
        method: 'GET',
        url: `${upgraded ? url.replace(/^http/, 'ws') : url}socket.io/?EIO=4&transport=${carrier}`,
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: exchange?.headers ?? [],
        queryString: [
          { name: 'EIO', value: '4' },
          { name: 'transport', value: carrier },
        ],
        headersSize: -1,
        bodySize: size('out'),
      },
      response: {
        status: upgraded ? 101 : 200,
        statusText: upgraded ? 'Switching Protocols' : 'OK',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: exchange?.answer?.headers ?? [],
        content: { size: size('in'), mimeType: upgraded ? 'x-unknown' : 'text/plain; charset=UTF-8' },
        redirectURL: '',
        headersSize: -1,
        bodySize: size('in'),
      },
      cache: {},
      timings: { send: 0, wait: 0, receive: ended - begun },
      _resourceType: upgraded ? 'websocket' : 'xhr',
      _webSocketMessages: passed.map((packet) => ({
        type: packet.direction === 'out' ? 'send' : 'receive',
        time: packet.at / 1_000,
        opcode: packet.kind === 'binary' ? 2 : 1,
        data: JSON.stringify(plainOf(packet, text)),
      })),
    };
  });
  const creator = { name: 'Maru', version: '1' };
  return JSON.stringify({ log: { version: '1.2', creator, entries } }, null, 2);
}
