/** `app://maru`: the renderer's files from one fixed folder, under a strict Content-Security-Policy. */
import { protocol } from 'electron';
import * as path from 'node:path';
import type { Module } from './module';
import { isOurs, PAGE_SCHEME } from './page';
import { ReadAhead } from './read-ahead';

/**
 * Connections are allowed by scheme, because porches have no fixed names; traffic.ts lets only those hosts through that
 * this window asked for.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  'connect-src http: https: ws: wss:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  // A string becomes markup in one place only: Svelte's own templates, which hold nothing that anybody said.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * @param root the absolute folder that is served
 * @returns the file a URL names, or null: another host, a type that is not served, or a path that leaves the folder
 *   (also by an encoded slash, a backslash or a NUL)
 */
export function fileFor(root: string, url: string): string | null {
  if (!isOurs(url)) return null;
  let name: string;
  try {
    name = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (/[\\\0]/u.test(name)) return null;
  const file = path.join(root, name === '/' ? 'index.html' : name);
  const inside = path.relative(root, file);
  if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) return null;
  return types[path.extname(file)] === undefined ? null : file;
}

const respond = (status: number, body: Uint8Array<ArrayBuffer> | string, type: string): Response =>
  new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  });

export function serveScheme(root: string): Module {
  const ahead = new ReadAhead();
  const notFound = () => respond(404, 'Not found', 'text/plain; charset=utf-8');
  return {
    name: 'scheme',
    prepare() {
      // What was compiled once is kept, as it is of pages of the web: half of what a page's start costs is compiling it.
      const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
      protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges }]);
      ahead.begin(root, 'index.html');
    },
    start() {
      protocol.handle(PAGE_SCHEME, async (request) => {
        const file = request.method === 'GET' ? fileFor(root, request.url) : null;
        if (file === null) return notFound();
        try {
          return respond(200, new Uint8Array(await ahead.take(file)), types[path.extname(file)] ?? 'text/plain');
        } catch {
          return notFound();
        }
      });
    },
  };
}
