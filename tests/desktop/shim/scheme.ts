/** `protocol.handle` (Electron 25) over the older buffer protocol. */
import { protocol } from 'electron';

if (protocol !== undefined && typeof protocol.handle !== 'function') {
  Object.assign(protocol, {
    handle(scheme: string, handler: (request: { url: string; method: string }) => Promise<Response> | Response) {
      protocol.registerBufferProtocol(scheme, (request, answer) => {
        void Promise.resolve(handler(request)).then(
          async (response) => {
            const headers = Object.fromEntries(response.headers as unknown as Iterable<[string, string]>);
            const type = /^(?<mime>[^;]+)(?:; charset=(?<charset>.+))?$/u.exec(headers['content-type'] ?? '')?.groups;
            answer({
              statusCode: response.status,
              headers,
              mimeType: type?.['mime'] ?? 'application/octet-stream',
              ...(type?.['charset'] ? { charset: type['charset'] } : {}),
              data: Buffer.from(await response.arrayBuffer()),
            });
          },
          () => answer({ statusCode: 500, data: Buffer.alloc(0) }),
        );
      });
    },
  });
}
