/**
 * Looks for a newer Maru, fetches it and hands it to the system: each only when the window asks. Believed is what the
 * configured key has signed, whoever hands it on. What was fetched stays in the profile, for the others near a host.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FEED_NAME, limits, type Feed, type Package, type UpdateFailure, type UpdateState } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { Log } from '../log';
import type { UpdateConfig } from './config';
import { offerOf, openFeed, type Here } from './feed';
import { install, type Installer } from './install';
import { Changed, isPackage, loadPackage, takePackage } from './package';
import { feedAt, readWhole, type Source } from './source';

export interface UpdateParts {
  /** Null: nobody's updates are believed. */
  config: UpdateConfig | null;
  here: Here;
  appImage: string | undefined;
  /** Holds whole packages and the feed that names them; the porch hands them on from here. */
  folder: string;
  /** A server that this window is connected to, and whose key is known; null for any other address. */
  serverAt(url: string, name: string): Source | null;
  /** Asks the person for a folder; null where they want none. */
  chooseFolder(): Promise<string | null>;
  system: Installer;
  tell(state: UpdateState): void;
  now(): number;
  log: Log;
}

type Handlers = HandlersFor<'updates' | 'lookForUpdate' | 'loadUpdate' | 'takeUpdate' | 'installUpdate'>;

/** A feed that was signed and names something newer, and who has it. */
interface Found {
  bytes: Buffer;
  feed: Feed;
  package: Package | null;
  source: Source;
}

const failureOf = (error: unknown): UpdateFailure => {
  if (error instanceof Changed) return 'changed';
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EROFS', 'EACCES', 'EDQUOT', 'EIO'].includes(code) ? 'disk' : 'gone';
};

export function updatesOf(parts: UpdateParts): { readonly handlers: Handlers } {
  const { config, here, folder, log } = parts;
  let state: UpdateState = config ? { state: 'idle', lookedAt: null } : { state: 'off' };
  let found: Found | null = null;
  let busy = false;

  const become = (next: UpdateState) => {
    state = next;
    parts.tell(next);
  };
  const offer = ({ feed, source }: Found) => ({
    version: feed.version,
    ...(feed.notes ? { notes: feed.notes } : {}),
    source: source.server === null ? { from: 'feed' as const } : { from: 'server' as const, name: source.server },
  });

  async function lookAt(source: Source, key: string): Promise<Found | UpdateFailure | null> {
    const bytes = await readWhole(source, FEED_NAME, limits.feedBytes).catch((error: unknown) => {
      log.info(`no updates from ${source.server === null ? 'the feed' : 'a server'}: ${String(error)}`);
      return null;
    });
    if (bytes === null) return 'unreachable';
    const opened = openFeed(bytes, key);
    if (!opened.ok) return opened.why;
    const offered = offerOf(opened.feed, here);
    return offered && { bytes, feed: opened.feed, package: offered.package, source };
  }

  /** The configured feed is asked first; of the servers the first that has a package for this system is as good as any. */
  async function look(sources: readonly Source[], key: string): Promise<void> {
    become({ state: 'looking' });
    let failure: UpdateFailure | null = null;
    let best: Found | null = null;
    for (const source of sources) {
      const seen = await lookAt(source, key);
      if (typeof seen === 'string') {
        // A server that has none to hand on is the usual one; a forged one is not.
        if (source.server === null || seen !== 'unreachable') failure = seen;
      } else if (seen && !best?.package) best = seen.package || !best ? seen : best;
    }
    found = best;
    if (!best) return become({ state: 'idle', lookedAt: parts.now(), ...(failure ? { failure } : {}) });
    if (!best.package) return become({ state: 'elsewhere', ...offer(best) });
    const whole = await isPackage(path.join(folder, best.package.name), best.package);
    if (whole) become({ state: 'ready', ...offer(best), kind: best.package.kind });
    else become({ state: 'found', ...offer(best), bytes: best.package.bytes });
  }

  /** The feed is the last to come: whoever reads it in the folder finds what it names. */
  function keep({ bytes, feed }: Found): void {
    const named = new Set<string>([FEED_NAME, 'loading', ...feed.packages.map(({ name }) => name)]);
    for (const name of fs.readdirSync(folder))
      if (!named.has(name)) fs.rmSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, `${FEED_NAME}.new`), bytes);
    fs.renameSync(path.join(folder, `${FEED_NAME}.new`), path.join(folder, FEED_NAME));
  }

  async function load(wanted: Found, file: Package): Promise<void> {
    const told = offer(wanted);
    let last = 0;
    become({ state: 'loading', ...told, bytes: file.bytes, loaded: 0 });
    try {
      await loadPackage(wanted.source, file, folder, (loaded) => {
        // A hundred steps are as many as anybody sees.
        if (loaded - last < file.bytes / 100) return;
        last = loaded;
        become({ state: 'loading', ...told, bytes: file.bytes, loaded });
      });
      keep(wanted);
      become({ state: 'ready', ...told, kind: file.kind });
    } catch (error) {
      log.error('an update could not be fetched', error);
      become({ state: 'found', ...told, bytes: file.bytes, failure: failureOf(error) });
    }
  }

  /** From a stick, where there is no internet: what it has of the feed's packages, for this system and for the others near. */
  async function take(from: string, key: string): Promise<void> {
    const lying: Source = { server: null, open: () => Promise.reject(new Error('it is on a stick')) };
    const bytes = await fs.promises.readFile(path.join(from, FEED_NAME)).catch(() => null);
    const opened = bytes ? openFeed(bytes, key) : null;
    const looked = { state: 'idle' as const, lookedAt: parts.now() };
    if (!bytes || !opened) return become({ ...looked, failure: 'unreachable' });
    if (!opened.ok) return become({ ...looked, failure: opened.why });
    // Handing on what runs here already helps those who have an older one.
    const { feed } = opened;
    const own = offerOf(feed, here);
    const wanted: Found = { bytes, feed, package: own?.package ?? null, source: lying };
    try {
      const taken: Package[] = [];
      for (const file of feed.packages) if (await takePackage(from, file, folder)) taken.push(file);
      if (taken.length === 0) return become({ ...looked, failure: 'changed' });
      keep(wanted);
      if (!own) return become(looked);
      found = wanted;
      const ready = wanted.package && taken.includes(wanted.package) ? wanted.package : null;
      become(ready ? { state: 'ready', ...offer(wanted), kind: ready.kind } : { state: 'elsewhere', ...offer(wanted) });
    } catch (error) {
      log.error('an update could not be taken', error);
      become({ ...looked, failure: failureOf(error) });
    }
  }

  /** One thing at a time: whoever asks meanwhile is told how it stands. */
  const alone = async (work: () => Promise<void>) => {
    if (!busy) {
      busy = true;
      await work().finally(() => (busy = false));
    }
    return ok(state);
  };

  return {
    handlers: {
      updates: () => ok(state),
      lookForUpdate({ servers }) {
        if (!config) return ok(state);
        const near = servers.flatMap(({ url, name }) => parts.serverAt(url, name) ?? []);
        return alone(() => look([...(config.feed ? [feedAt(config.feed)] : []), ...near], config.key));
      },
      loadUpdate() {
        const wanted = found;
        const file = wanted?.package;
        return wanted && file && state.state === 'found' ? alone(() => load(wanted, file)) : ok(state);
      },
      async takeUpdate() {
        const from = config && (await parts.chooseFolder());
        return config && from ? alone(() => take(from, config.key)) : ok(state);
      },
      async installUpdate() {
        const file = found?.package;
        if (!file || state.state !== 'ready') return refused('not-allowed');
        const whole = path.join(folder, file.name);
        // It has lain there since: what is started now is looked at now.
        if (!(await isPackage(whole, file))) {
          become({ state: 'idle', lookedAt: parts.now(), failure: 'changed' });
          return ok({ handed: false });
        }
        return ok({ handed: await install(file.kind, whole, parts.appImage, parts.system) });
      },
    },
  };
}
