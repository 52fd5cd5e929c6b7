/**
 * Whether devices on this network may talk with each other: one question to everybody, as service browsers ask it
 * (RFC 6762 §5.1, a one-shot query: answers come straight back). Phones, printers and computers answer it.
 */
import { createSocket } from 'node:dgram';

const MDNS = { group: '224.0.0.251', port: 5353 } as const;

/** A DNS question for `_services._dns-sd._udp.local` PTR, by which all services are listed (RFC 6763 §9). */
function question(): Buffer {
  const labels = ['_services', '_dns-sd', '_udp', 'local'].map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]),
  );
  // Header: no id, no flags, one question. At the end: root, type PTR (12), class IN (1).
  return Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, 12, 0, 1])]);
}

/**
 * @param own this machine's IPv4 address on the network that is meant
 * @param than addresses that say nothing about it: a gateway reaches everybody
 * @param timeout in ms
 * @returns whether any other machine answered
 */
export function anyCompany(own: string, than: readonly string[], timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (company: boolean) => {
      clearTimeout(timer);
      socket.removeAllListeners('message');
      socket.close(() => resolve(company));
    };
    const timer = setTimeout(() => end(false), timeout);
    // What it says does not matter, only that it came.
    socket.on('message', (_message, { address }) => {
      if (address !== own && !than.includes(address)) end(true);
    });
    socket.on('error', () => end(false));
    socket.bind({ address: own, port: 0 }, () => {
      try {
        socket.setMulticastInterface(own);
        socket.setMulticastTTL(1);
        socket.send(question(), MDNS.port, MDNS.group);
      } catch {
        end(false);
      }
    });
  });
}
