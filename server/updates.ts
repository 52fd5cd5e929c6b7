/**
 * A newer app for those who have no internet: the host's signed feed, and the packages that lie beside it. Whoever takes
 * them believes the signature and not this server, so nobody needs to be known here for it.
 */
import type { Handler, Request, Response } from 'express';
import { FEED_NAME, limits, PackageName, parse, refuse } from '../protocol';
import { refuseRequest } from './doorway';

/** @param folder holds nothing but the feed and whole packages, and further folders that are not handed on */
export function handOn(folder: string): Handler {
  let readers = 0;
  const nothing = (request: Request, response: Response) =>
    refuseRequest(request, response, { status: 404, code: 'not-found', message: 'There is no such package here.' });
  return (request, response) => {
    // Below the path where this is mounted.
    const name = parse(PackageName, request.path.slice(1));
    if (!name.ok || (request.method !== 'GET' && request.method !== 'HEAD')) return nothing(request, response);
    if (readers >= limits.updateReaders) {
      response.setHeader('retry-after', '30');
      return refuseRequest(request, response, { status: 503, code: 'busy', message: refuse('busy').message });
    }
    readers += 1;
    response.once('close', () => (readers -= 1));
    response.sendFile(
      name.value,
      {
        root: folder,
        dotfiles: 'deny',
        headers: {
          'content-type': name.value === FEED_NAME ? 'application/json' : 'application/octet-stream',
          'content-disposition': 'attachment',
          'cache-control': 'no-store',
        },
      },
      // It is not there, is a folder, or was hung up on: an answer that has begun can only end.
      (error?: Error) => {
        if (error && !response.headersSent) nothing(request, response);
      },
    );
  };
}
