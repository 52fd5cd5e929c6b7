/** The servers near this machine, for the window's start screen. It looks only while somebody wants to know. */
import type { NearServer } from '../../protocol';
import { linksOf } from '../../server/announce/links';
import type { Logger } from '../../server/log';
import { ok, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Log } from '../log';
import type { Module } from '../module';
import { Finder } from './finder';
import { Listening, type ListeningParts } from './listening';

export interface Near extends Module {
  readonly handlers: HandlersFor<'watchNear'>;
  /** Those that answered a moment ago; as they were when it was looked last. */
  readonly servers: readonly NearServer[];
}

export interface NearParts {
  /** The address this machine's own porch is bound to: with loopback nothing is said or heard beyond it. */
  host: string;
  push: Push;
  log: Log;
  /** Whether its person wants servers to be looked for; unless told, they do. */
  wanted?: () => boolean;
  ports?: ListeningParts['ports'];
}

export function watchNear({ host, push, log, wanted = () => true, ports }: NearParts): Near {
  const finder = new Finder((servers) => push('near', { servers }));
  const links = () => linksOf(host);
  const heard: ListeningParts['heard'] = (announcement, address) => finder.heard(announcement, address);
  let listening: Listening | null = null;
  const stop = async () => {
    finder.stop();
    const was = listening;
    listening = null;
    await was?.stop();
  };
  return {
    name: 'near',
    stop,
    get servers() {
      return finder.servers;
    },
    handlers: {
      async watchNear({ on: asked }) {
        const on = asked && wanted();
        if (on && !listening) {
          listening = new Listening({ links, heard, log: loggerOf(log), ...(ports ? { ports } : {}) });
          finder.start();
          await listening.start();
        } else if (!on) {
          await stop();
        }
        return ok({ servers: finder.servers });
      },
    },
  };
}

/** A line of main's log for what the announcing parts tell. */
const loggerOf = (log: Log): Logger => {
  const line = (facts: object, message: string) => log.info(`near: ${message} ${JSON.stringify(facts)}`);
  return { debug: () => undefined, info: line, warn: line, error: line };
};
