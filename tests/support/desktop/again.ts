/** A second start of the app on a profile that is open: what the system does for a link, and a person for a window. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from './test';
import type { DesktopApp } from './app';

/** It takes no longer than this, in ms, on a machine where 50 of them run at once. */
const START_LIMIT = 240_000;
/** What only the first start was given: by the driver, by the system at a login, by a link. */
const ofTheFirst = ['--inspect', '--remote-', '--hidden', 'maru:'];

/** Starts it, with more words behind; that process hands them to the first, and ends well. */
export async function startAgain(app: DesktopApp, ...more: string[]): Promise<void> {
  const [command = '', ...args] = app.app
    .process()
    .spawnargs.filter((argument) => !ofTheFirst.some((begin) => argument.startsWith(begin)));
  const second = spawn(command, [...args, ...more], { stdio: 'ignore', timeout: START_LIMIT });
  const ended = (await once(second, 'exit')) as [number | null, string | null];
  expect(ended, more.map((word) => word.slice(0, 80)).join(' ')).toEqual([0, null]);
}
