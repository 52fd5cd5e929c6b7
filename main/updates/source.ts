/** Where a feed and its packages lie: at a configured address, or with a server of this network that has them. */
import * as http from 'node:http';
import * as https from 'node:https';
import { hostOf, limits, portOf, updatesPath, type Fingerprint } from '../../protocol';
import { openPinned } from '../trust/pinned';

export interface Source {
  /** The server's name; null for the configured feed. */
  readonly server: string | null;
  /**
   * Asks for a file.
   * @param from the byte to begin at
   * @throws where nobody answers, or with anything but the file; an answer that falls silent is ended with an error
   */
  open(name: string, from?: number): Promise<http.IncomingMessage>;
}

/** A release page sends those who ask on to where its files are. */
const REDIRECTS = 3;

function ask(url: URL, options: http.RequestOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const asking = request(url, { agent: false, ...options }, resolve);
    asking.setTimeout(limits.updateSilence, () => asking.destroy(new Error('it says nothing any more')));
    asking.on('error', reject);
    asking.end();
  });
}

const headersFor = (from: number): http.OutgoingHttpHeaders => (from > 0 ? { range: `bytes=${from}-` } : {});

function fileIn(answer: http.IncomingMessage): http.IncomingMessage {
  if (answer.statusCode === 200 || answer.statusCode === 206) return answer;
  answer.resume();
  throw new Error(`answered with ${answer.statusCode}`);
}

async function follow(url: URL, headers: http.OutgoingHttpHeaders, left = REDIRECTS): Promise<http.IncomingMessage> {
  const answer = await ask(url, { headers });
  const { location } = answer.headers;
  if (!location || (answer.statusCode ?? 0) < 300 || (answer.statusCode ?? 0) >= 400) return fileIn(answer);
  answer.resume();
  const next = new URL(location, url);
  if (left === 0 || (url.protocol === 'https:' && next.protocol !== 'https:')) throw new Error('it leads on and on');
  return follow(next, headers, left - 1);
}

/** @param folder an http(s) address; what it says is believed only by its signature */
export const feedAt = (folder: string): Source => ({
  server: null,
  open: (name, from = 0) => follow(new URL(name, folder.endsWith('/') ? folder : `${folder}/`), headersFor(from)),
});

/**
 * @param url of the server
 * @param fingerprint of the key it has shown: one that shows another is asked nothing
 */
export const serverAt = (url: string, server: string, fingerprint: Fingerprint): Source => ({
  server,
  async open(name, from = 0) {
    const socket = await openPinned(url, fingerprint);
    if (socket === null) throw new Error('it does not answer with its key');
    const place = new URL(`http://place${updatesPath}/${name}`);
    return fileIn(
      await ask(place, {
        ...{ hostname: hostOf(url), port: portOf(url), headers: headersFor(from) },
        createConnection: () => socket,
      }),
    );
  },
});

/** @throws where it is longer than `most` bytes, or breaks off */
export async function readWhole(source: Source, name: string, most: number): Promise<Buffer> {
  const answer = await source.open(name);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) throw new Error('it is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
