/** Profiles of people as they are on a day like any other: with a porch of their own, or a server they are on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fill, textOf } from '../timeline/house';
import { homes, RunningApp, type Start } from './app';

const PORCH = '디자인실 마루';
const common = { name: '지호', language: 'en', theme: 'light', near: false } as const;
/** What the last message of so many has in it. */
export const lastOf = (count: number): string =>
  textOf(count - 1)
    .split(' ')
    .at(-1) ?? '';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A first start, which leaves on the device what each leaves. */
async function visit(start: Start, goIn?: (app: RunningApp) => Promise<unknown>): Promise<void> {
  const app = new RunningApp(start);
  await app.until('painted');
  await goIn?.(app);
  await app.until('usable');
  // What the device keeps is written within moments (client/cache.ts).
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await app.quit();
}

export interface Host extends Start {
  port: number;
}

/**
 * A host's profile: the porch was open when the app ended and comes back with it, the room was looked at before.
 * @param count of messages in its room, a whole number of tens
 */
export async function hostOf(electron: string, folder: string, count: number): Promise<Host> {
  const profile = join(folder, `host-${count}`);
  mkdirSync(profile);
  await fill(join(profile, 'porch'), count, []);
  const port = await freePort();
  const porch = { name: PORCH, port, guests: true, announce: false };
  writeFileSync(join(profile, 'settings.json'), JSON.stringify({ ...common, desk: { reopenPorch: true }, porch }));
  writeFileSync(join(profile, 'last-run.json'), JSON.stringify({ porchOpen: true, knowsTray: true }));
  const host = { electron, home: homes.maru, profile, waits: { button: 'Step in', last: lastOf(count) }, port };
  await visit(host);
  // From then on it goes on where it was.
  return { ...host, waits: { ...host.waits, button: null } };
}

/** Carried out in the page: goes in by an address, for the first time. */
async function goIn(url: string): Promise<void> {
  const there = <T extends Element>(selector: string, text = '') =>
    new Promise<T>((resolve) => {
      const look = () => {
        const found = [...document.querySelectorAll<T>(selector)].find(
          (one) => one.textContent?.trim() === text || text === '',
        );
        if (found) return resolve(found);
        requestAnimationFrame(look);
      };
      look();
    });
  const field = await there<HTMLInputElement>('form input');
  field.value = url;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.form?.requestSubmit();
  (await there<HTMLButtonElement>('section:has(> h3) button', 'Join')).click();
}

/** Somebody who is on another's server, and hosts nothing. */
export async function guestOf(electron: string, folder: string, url: string, count: number): Promise<Start> {
  const profile = join(folder, 'guest');
  mkdirSync(profile);
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(common));
  const start = { electron, home: homes.maru, profile, waits: { button: null, last: lastOf(count) } };
  await visit(start, (app) => app.page(`(${goIn.toString()})(${JSON.stringify(url)})`));
  return start;
}

/** Somebody who has a name, and is on no server. */
export function nobodyOf(electron: string, folder: string): Start {
  const profile = join(folder, 'nobody');
  mkdirSync(profile);
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(common));
  return { electron, home: homes.maru, profile, waits: { button: null, last: null } };
}

export function blankOf(electron: string, folder: string): Start {
  const profile = join(folder, 'blank');
  mkdirSync(profile);
  return { electron, home: homes.blank, profile, waits: { button: null, last: null } };
}
