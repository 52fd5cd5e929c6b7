import { expect, test } from 'vitest';
import { openSecrets, type SecretsFile, type Vault } from '../../main/secrets/store';

const porch = '01890000-0000-7000-8000-000000000001';
const token = 'n'.repeat(43);
const other = 'm'.repeat(43);
const quiet = { info: () => undefined, error: () => undefined, lines: () => undefined };

/** A keyring that turns text around. */
const open: Vault = {
  available: async () => true,
  encrypt: async (text) => Buffer.from([...text].reverse().join('')),
  decrypt: async (sealed) => [...sealed.toString()].reverse().join(''),
};
const absent: Vault = {
  available: async () => false,
  encrypt: () => Promise.reject(new Error('no secret service')),
  decrypt: () => Promise.reject(new Error('no secret service')),
};

/** A profile whose file outlives its runs. */
function profile() {
  const kept: { file: SecretsFile } = { file: {} };
  const file = { read: () => kept.file, write: (value: SecretsFile) => void (kept.file = value) };
  const run = (vault: Vault, afterwards = Promise.resolve(), calm = afterwards) =>
    openSecrets({ vault, file, log: quiet, afterwards, calm, limit: 20 });
  return { kept, run };
}

test('a token is there again after a restart, and the file does not show it', async () => {
  const { kept, run } = profile();
  const first = run(open);
  expect(await first.kind()).toBe('system');
  await first.keep(porch, token);
  expect(JSON.stringify(kept.file)).not.toContain(token);
  expect(await run(open).get(porch)).toBe(token);
  await run(open).keep(porch, null);
  expect(await run(open).get(porch)).toBeNull();
  expect(kept.file).toEqual({});
});

test('which kind it is, is asked for when nobody waits for a first look any more; a token is not that patient', async () => {
  const { kept, run } = profile();
  await run(open).keep(porch, token);
  const asked: string[] = [];
  const told: Vault = { ...open, available: async () => (asked.push('system'), true) };
  let settle: () => void = () => undefined;
  const secrets = run(told, Promise.resolve(), new Promise<void>((resolve) => (settle = resolve)));
  const kind = secrets.kind();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual([]);
  expect(await secrets.get(porch)).toBe(token);
  expect(asked).toEqual(['system']);
  settle();
  expect(await kind).toBe('system');
  expect(Object.keys(kept.file)).toEqual([porch]);
});

test('without a secret store it lasts for the run, and nothing is written', async () => {
  const { kept, run } = profile();
  const secrets = run(absent);
  expect(await secrets.kind()).toBe('memory');
  await secrets.keep(porch, token);
  expect(await secrets.get(porch)).toBe(token);
  expect(kept.file).toEqual({});
  expect(await run(absent).get(porch)).toBeNull();
});

test('a locked keyring: kept tokens are asked for again, not lost, and open once it is unlocked', async () => {
  const { run } = profile();
  await run(open).keep(porch, token);
  let unlock: (yes: boolean) => void = () => undefined;
  const locked: Vault = { ...open, available: () => new Promise((resolve) => (unlock = resolve)) };
  const secrets = run(locked);
  expect(await secrets.kind()).toBe('memory');
  expect(await secrets.get(porch)).toBe('locked');
  const next = secrets.get(porch);
  unlock(true);
  expect(await next).toBe(token);
});

test('a token kept while it was locked reaches the disk after the unlocking, the newest one only', async () => {
  const { run } = profile();
  let unlock: (yes: boolean) => void = () => undefined;
  const opened = new Promise<boolean>((resolve) => (unlock = resolve));
  const secrets = run({ ...open, available: () => opened });
  await secrets.keep(porch, other);
  await secrets.keep(porch, token);
  expect(await secrets.get(porch)).toBe(token);
  unlock(true);
  expect(await secrets.kind()).toBe('system');
  await expect.poll(() => run(open).get(porch)).toBe(token);
});

test('the system is not asked before the window is shown, nor when nothing is kept', async () => {
  let asked = 0;
  const counting: Vault = { ...open, available: () => Promise.resolve((asked += 1) > 0) };
  const { run } = profile();
  let show: () => void = () => undefined;
  const secrets = run(counting, new Promise((resolve) => (show = resolve)));
  expect(await secrets.get(porch)).toBeNull();
  expect(await secrets.kind()).toBe('memory');
  expect(asked).toBe(0);
  show();
  expect(await secrets.kind()).toBe('system');
  expect(asked).toBe(1);
});

test('a key that is gone opens nothing, and a new token takes its place', async () => {
  const { run } = profile();
  await run(open).keep(porch, other);
  const foreign: Vault = { ...open, decrypt: () => Promise.reject(new Error('bad decrypt')) };
  expect(await run(foreign).get(porch)).toBeNull();
  await run(foreign).keep(porch, token);
  expect(await run(open).get(porch)).toBe(token);
});
