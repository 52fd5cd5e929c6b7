/** The card that invites, on a real server: what is handed out works, and what its maker thought better of does not. */
import { beforeEach, expect, test } from 'vitest';
import { limits, parsePage, formatPage, type Fingerprint } from '../../protocol';
import { lifetimes, rolesFrom, usual } from '../../renderer/invite/terms';
import { Device, until } from '../support/device';
import { porchOfEach } from '../support/porch';

const porch = porchOfEach({ name: '디자인실 마루', password: '소나무' });
let narae: Device;

/** A device that is at the door. */
async function atTheDoor(): Promise<Device> {
  const device = new Device();
  porch.devices.push(device);
  const { connection } = device.open(porch.server.url);
  await until(connection, ({ phase }) => phase === 'stranger');
  return device;
}
beforeEach(async () => {
  narae = await atTheDoor();
  const { hostKey } = porch.server;
  expect(await narae.session.join({ name: '나래', hostKey })).toMatchObject({ ok: true });
  await until(narae.session.connection, ({ phase }) => phase === 'connected');
});

const inviting = async () => new (await import('../../renderer/invite/inviting.svelte')).Inviting(narae.session);

/** Somebody follows an invitation, without the password. */
async function comes(name: string, invitation: string | null) {
  const { session } = await atTheDoor();
  return session.join({ name, ...(invitation ? { invitation } : {}) });
}

test('the first look makes an invitation on the usual terms; looking again shows the same, and it lets Yunseo in', async () => {
  const card = await inviting();
  await card.begin();
  const { token } = card;
  expect(token).toMatch(/^[\w-]{22}$/);
  expect(card.open).toMatchObject([{ role: 'member', usesLeft: usual.uses, kind: 'person' }]);
  await card.begin();
  expect(card.token).toBe(token);
  expect(await comes('윤서', null)).toMatchObject({ ok: false, error: { code: 'password-needed' } });
  expect(await comes('윤서', token)).toMatchObject({ ok: true });
  await card.look();
  expect(card.open).toMatchObject([{ usesLeft: usual.uses - 1 }]);
});

test('other terms make another invitation and take the unused one back; a used one goes on', async () => {
  const card = await inviting();
  await card.begin();
  const first = card.token;
  await card.change({ ...usual, uses: 1, lifetime: 'hour' });
  const second = card.token;
  expect(await comes('마테오', first)).toMatchObject({ ok: false, error: { code: 'invitation-revoked' } });
  expect(await comes('마테오', second)).toMatchObject({ ok: true });
  // Its only use is gone: the card makes the next one by itself.
  await card.begin();
  expect(card.token).not.toBe(second);
  expect(await comes('한결', card.token)).toMatchObject({ ok: true });
  await card.change({ ...usual, uses: 25 });
  expect(card.open.map(({ usesLeft }) => usesLeft).sort((a, b) => a - b)).toEqual([25]);
});

test('what is taken back is gone from the card and from the porch; a refusal is told', async () => {
  const card = await inviting();
  await card.begin();
  const [made] = card.open;
  const { token } = card;
  await card.revoke(made?.id ?? '');
  expect(card.token).toBeNull();
  expect(card.open).toEqual([]);
  expect(await comes('윤서', token)).toMatchObject({ ok: false, error: { code: 'invitation-revoked' } });
  narae.session.close();
  await card.makeCode();
  expect(card.refusal).toMatchObject({ code: 'not-connected' });
});

test('going to the start screen and back finds the invitation that was made', async () => {
  const { Inviting } = await import('../../renderer/invite/inviting.svelte');
  await Inviting.of(narae.session).begin();
  const { token } = Inviting.of(narae.session);
  await Inviting.of(narae.session).begin();
  expect(Inviting.of(narae.session).token).toBe(token);
  expect(Inviting.of(narae.session).open).toHaveLength(1);
});

test('a code is six letters that live ten minutes', async () => {
  const card = await inviting();
  await card.makeCode();
  expect(card.code?.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
  expect((card.code?.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(limits.codeLife);
  card.codeIsOver();
  expect(card.code).toBeNull();
});

test('nobody offers more than their own role, and every lifetime is one the server takes', () => {
  expect(rolesFrom('host')).toEqual(['guest', 'member', 'moderator']);
  expect(rolesFrom('member')).toEqual(['guest', 'member']);
  expect(rolesFrom('guest')).toEqual(['guest']);
  for (const lifetime of Object.values(lifetimes)) expect(lifetime).toBeLessThanOrEqual(limits.invitationLife);
});

test('a page’s address is read back as it was written, and nothing near it is', () => {
  const fingerprint: Fingerprint = 'a'.repeat(43);
  const page = { scheme: 'http', host: '192.168.0.12:7420', token: 'k3Zt9'.padEnd(22, '-'), fingerprint } as const;
  expect(parsePage(formatPage(page))).toEqual(page);
  expect(parsePage(formatPage({ ...page, fingerprint: null }))).toEqual({ ...page, fingerprint: null });
  for (const text of [
    'http://192.168.0.12:7420/j/short',
    `ftp://192.168.0.12:7420/j/${page.token}`,
    `http://a@192.168.0.12:7420/j/${page.token}`,
    `http://192.168.0.12:7420/j/${page.token}?x=1`,
    `http://192.168.0.12:7420/j/${page.token}#nobody`,
    `http://192.168.0.12:7420/x/j/${page.token}`,
    ` http://192.168.0.12:7420/j/${page.token}`,
  ])
    expect(parsePage(text), text).toBeNull();
});
