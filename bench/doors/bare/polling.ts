/** Polling, bare: whoever asks gets what came after what they have. Nothing is kept on disk, and nobody is asked who they are. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

interface Said {
  kind: string;
  body: unknown;
}

const author = randomUUID();
const entries: (Said & { seq: number; id: unknown; author: string; at: number })[] = [];
let seq = 0;

const http = createServer((request, response) => {
  const say = (status: number, value: unknown) => {
    const body = JSON.stringify(value);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  if (request.method === 'GET') {
    const after = Number(new URL(request.url ?? '', 'http://bare').searchParams.get('after'));
    return say(200, { entries: entries.filter((entry) => entry.seq > after) });
  }
  let text = '';
  request.on('data', (data: Buffer) => (text += data.toString()));
  request.on('end', () => {
    const id = request.headers['idempotency-key'];
    entries.push({ seq: (seq += 1), id, author, at: Date.now(), ...(JSON.parse(text) as Said) });
    if (entries.length > 200) entries.shift();
    say(201, { ok: true, seq });
  });
});
http.listen(0, '127.0.0.1', () => process.send?.(http.address()));
