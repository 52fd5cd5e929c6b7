// A hostile web site with its own name server, as a process of its own: it runs inside a network namespace.
// It serves one page on each port named, under any name, and answers every question for an IPv4 address with all the
// addresses given: a browser tries one after another. A port told on its standard input is no longer served: whoever asks
// for it there goes on to the next address, by the same name. Says `ready`, and then each port it left.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const given = process.argv.slice(2);
const addresses = given.filter((word) => word.includes('.'));
const ports = given.filter((word) => !word.includes('.'));

/** A records (RFC 1035 §4.1) that nobody may keep: TTL 0. Questions for anything else have no answer. */
function answer(question) {
  let end = 12;
  while (question[end] !== 0) end += question[end] + 1;
  end += 5;
  const isAddress = question.readUInt16BE(end - 4) === 1;
  const header = Buffer.from([
    question[0],
    question[1],
    0x84,
    0,
    0,
    1,
    0,
    isAddress ? addresses.length : 0,
    0,
    0,
    0,
    0,
  ]);
  const record = (address) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, question.subarray(12, end), ...(isAddress ? addresses.map(record) : [])]);
}

const names = createSocket('udp4');
names.on('message', (question, { port, address: from }) => names.send(answer(question), port, from));
names.bind(53, '127.0.0.1');
const sites = ports.map((port) =>
  createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', connection: 'close' });
    response.end('<!doctype html><title>a prize for you</title>');
  }).listen(Number(port), '0.0.0.0'),
);
await Promise.all([names, ...sites].map((server) => new Promise((resolve) => server.once('listening', resolve))));
createInterface({ input: process.stdin }).on('line', (line) => {
  const site = sites[ports.indexOf(line)];
  site.close(() => process.stdout.write(`left ${line}\n`));
  site.closeAllConnections();
});
process.stdin.on('end', () => process.exit(0));
process.stdout.write('ready\n');
