/** Which hosts the window reaches: those whose key main has verified in this run, and no other. */
import { session } from 'electron';
import { ok, refused, type HandlersFor } from './answers';
import type { Module } from './module';
import { probe } from './probe';
import { destination, type Ways } from './trust/ways';

export interface Traffic extends Module {
  readonly handlers: HandlersFor<'probe'>;
}

/** Electron writes `sha256/` and base64 with padding; ours is base64url (protocol/trust.ts). */
export const fingerprintOfChromium = (text: string): string =>
  Buffer.from(text.replace(/^sha256\//u, ''), 'base64').toString('base64url');

/** @param developer developer tools load their own pages; true lets those pass */
export function guardTraffic(ways: Ways, developer: boolean): Traffic {
  return {
    name: 'traffic',
    start() {
      session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
        const tools = developer && details.url.startsWith('devtools://');
        answer({ cancel: !tools && !ways.mayPass(details.url) });
      });
      session.defaultSession.setCertificateVerifyProc(({ hostname, certificate }, answer) =>
        answer(ways.judge(hostname, fingerprintOfChromium(certificate.fingerprint))),
      );
    },
    handlers: {
      async probe({ url }) {
        const to = destination(url);
        return to !== null && ways.at(to) !== null ? ok({ why: await probe(url) }) : refused('not-allowed');
      },
    },
  };
}
