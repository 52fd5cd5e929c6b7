/** A system's tray, there from `openTray` to `close`: what its icons say, and a person's hand on them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { DesktopApp } from './app';
import { test as base } from './test';

const program = path.join(import.meta.dirname, 'tray.py');

interface Icon {
  tooltip: string;
  /** A hash of its picture: another one looks otherwise. */
  icon: string;
  menu: { label: string; enabled: boolean }[];
}

interface Answer {
  items?: Icon[];
  error?: string;
}

/** Null, or why there can be no tray here. */
export function noTray(): string | null {
  const { status, stderr, error } = spawnSync('/usr/bin/python3', ['-c', 'import dbus, gi'], { encoding: 'utf8' });
  return status === 0 ? null : `a tray for tests needs python3-dbus and python3-gi: ${error?.message ?? stderr}`;
}

export interface TrayHost {
  /** The application's icon; null where none is shown. */
  icon(): Promise<Icon | null>;
  press(): Promise<void>;
  /** @throws where the menu has no such line that can be chosen */
  choose(label: string): Promise<void>;
  /** The desktop's panel ends, and the tray with it. Idempotent. */
  close(): Promise<void>;
}

async function openTray(): Promise<TrayHost> {
  const child = spawn('/usr/bin/python3', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: { take: (answer: Answer) => void; fail: (why: Error) => void }[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => waiting.shift()?.take(JSON.parse(line) as Answer));
  lines.on('close', () => waiting.splice(0).forEach(({ fail }) => fail(new Error('the tray is gone'))));
  const next = () => new Promise<Answer>((take, fail) => waiting.push({ take, fail }));
  const ask = (asked: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    return next();
  };
  const done = ({ error }: Answer) => {
    if (error !== undefined) throw new Error(error);
  };
  await next();
  return {
    icon: async () => (await ask({ do: 'items' })).items?.[0] ?? null,
    press: async () => done(await ask({ do: 'press' })),
    choose: async (label) => done(await ask({ do: 'choose', label })),
    async close() {
      if (child.exitCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

export const closeWindow = async (app: DesktopApp): Promise<void> =>
  (await app.window()).evaluate((window) => window.close());
export const isVisible = async (app: DesktopApp): Promise<boolean> => (await app.state()).visible;

/** Stories that open a tray when they want one. */
export const test = base.extend<{ tray: () => Promise<TrayHost> }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  tray: async ({}, use) => {
    const opened: TrayHost[] = [];
    await use(async () => {
      const made = await openTray();
      opened.push(made);
      return made;
    });
    for (const made of opened) await made.close();
  },
});
