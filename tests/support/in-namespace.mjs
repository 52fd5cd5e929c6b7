#!/usr/bin/env node
/**
 * Starts a program in a network namespace: in-namespace.mjs NAMESPACE COMMAND [ARGUMENT…]. A driver outside steers it
 * all the same: each address that it says it is listened to at for that leads there, over a port of loopback out here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const [namespace = '', ...command] = process.argv.slice(2);
const within = (words, stdio) => spawn('ip', ['netns', 'exec', namespace, ...words], { stdio });

/** A port out here whose connections go on to one in there. */
async function lead(port) {
  const carry = `const to = require('net').connect(${port}, '127.0.0.1'); process.stdin.pipe(to).pipe(process.stdout)`;
  const server = createServer((socket) => {
    const carrier = within([process.execPath, '-e', carry], ['pipe', 'pipe', 'inherit']);
    socket.pipe(carrier.stdin).on('error', () => socket.destroy());
    carrier.stdout.pipe(socket).on('error', () => carrier.kill());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
}

const child = within(command, ['inherit', 'inherit', 'pipe']);
child.once('exit', (code) => process.exit(code ?? 1));
for await (const line of createInterface(child.stderr)) {
  const port = /^\w+ listening on ws:\/\/127\.0\.0\.1:(\d+)\//u.exec(line)?.[1];
  process.stderr.write(`${port ? line.replace(`:${port}/`, `:${await lead(Number(port))}/`) : line}\n`);
}
