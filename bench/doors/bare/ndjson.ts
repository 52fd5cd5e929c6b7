/** A stream of JSON lines, bare: one answer that does not end, a line for each entry. Nothing is kept, and nobody is asked who they are. */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

const author = randomUUID();
const streams = new Set<ServerResponse>();
let seq = 0;

const http = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.flushHeaders();
    streams.add(response);
    return response.once('close', () => streams.delete(response));
  }
  let text = '';
  request.on('data', (data: Buffer) => (text += data.toString()));
  request.on('end', () => {
    const id = request.headers['idempotency-key'];
    const entry = { seq: (seq += 1), id, author, at: Date.now(), ...(JSON.parse(text) as { body: unknown }) };
    const body = JSON.stringify({ ok: true, seq });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
    const line = `${JSON.stringify(entry)}\n`;
    for (const stream of streams) stream.write(line);
  });
});
http.listen(0, '127.0.0.1', () => process.send?.(http.address()));
