/** Real reverse proxies, with the very configurations of docs/operations/reverse-proxy.md, on loopback. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect } from 'vitest';
import { makeCertificate } from '../../server/certificate/make';
import { freePort } from './free-port';
import type { TestServer } from './server';

export const guide = join(import.meta.dirname, '../../docs/operations/reverse-proxy.md');
export const has = (program: string) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined;

export interface Proxy {
  port: number;
  end(): Promise<void>;
}

/** The first block of the guide in that language whose text has the word, with this test's places for those it names. */
export async function configuration(language: string, word: string, places: [RegExp, string][]): Promise<string> {
  const blocks = (await readFile(guide, 'utf8')).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  const block = [...blocks].find(([, of, text]) => of === language && text?.includes(word))?.[2];
  if (block === undefined) throw new Error(`the guide has no ${language} with ${word}`);
  return places.reduce((text, [what, by]) => {
    expect(text).toMatch(what);
    return text.replaceAll(new RegExp(what, 'g'), by);
  }, block);
}

/** A throw-away certificate for the proxy, in two files. */
export async function keyFiles(folder: string): Promise<{ cert: string; key: string }> {
  const pem = await makeCertificate();
  const at = pem.indexOf('-----BEGIN CERTIFICATE');
  const files = { cert: join(folder, 'proxy.crt'), key: join(folder, 'proxy.key') };
  await writeFile(files.cert, pem.slice(at));
  await writeFile(files.key, pem.slice(0, at));
  return files;
}

/** Starts it, and waits until its port speaks TLS. @param ends nginx takes its workers along; Caddy would wait for everybody to leave */
export async function runProxy(
  command: string,
  args: string[],
  port: number,
  { env = {}, ends = 'SIGTERM' }: { env?: Record<string, string>; ends?: NodeJS.Signals } = {},
): Promise<Proxy> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  const proxy = { port, end: () => endOf(child, ends) };
  try {
    await expect
      .poll(
        () =>
          new Promise((resolve, reject) => {
            if (child.exitCode !== null) return reject(new Error(said));
            const socket = connectTls({
              host: '127.0.0.1',
              port,
              servername: 'chat.example',
              rejectUnauthorized: false,
            });
            socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false));
            socket.once('secureConnect', () => socket.destroy());
          }),
        { timeout: 10_000 },
      )
      .toBe(true);
  } catch (error) {
    await proxy.end();
    throw error;
  }
  return proxy;
}

async function endOf(child: ChildProcess, ends: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(ends);
  await ended;
}

/** As the text stands in a replacement. */
export const escaped = (text: string) => text.replaceAll('$', '$$$$');

/**
 * @param word which of the guide's
 * @param change what somebody else has made of it
 */
export async function startNginx(
  server: TestServer,
  folder: string,
  word: string,
  change: (text: string) => string = (text) => text,
): Promise<Proxy> {
  const [port, plain] = [await freePort(), await freePort()];
  const files = await keyFiles(folder);
  const upstream = join(folder, 'maru.crt');
  await writeFile(
    upstream,
    (await readFile(join(server.folder, 'certificate.pem'), 'utf8')).replace(/[\s\S]*(?=-----BEGIN CERT)/, ''),
  );
  const text = await configuration('nginx', word, [
    [/listen 443 ssl;/, `listen 127.0.0.1:${port} ssl;`],
    ...(word === 'return 301' ? ([[/listen 80;/, `listen 127.0.0.1:${plain};`]] as [RegExp, string][]) : []),
    [/\/etc\/ssl\/chat\.example\.crt/, escaped(files.cert)],
    [/\/etc\/ssl\/private\/chat\.example\.key/, escaped(files.key)],
    ...(word === 'proxy_ssl_verify'
      ? ([
          [/10\.0\.0\.5:7420/, `127.0.0.1:${server.address.port}`],
          [/\/etc\/nginx\/maru\.crt/, escaped(upstream)],
        ] as [RegExp, string][])
      : ([[/127\.0\.0\.1:7420/, `127.0.0.1:${server.address.port}`]] as [RegExp, string][])),
  ]);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1; ${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
access_log off; ${temporary.join(' ')}
${change(text)}
}
`,
  );
  return runProxy('nginx', ['-c', config, '-p', folder, '-e', join(folder, 'error.log')], port);
}
