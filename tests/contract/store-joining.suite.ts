/** What every store promises of ways in (server/store/joining.ts): devices, invitations, and that both count once. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Device, Invitation, limits, parse } from '../../protocol';
import type { FurtherDevice, InvitationRequest, Newcomer } from '../../server/store/joining';
import { value } from '../support/answers';
import { joining, START, storeOfEach, type StoreHost } from '../support/store';

export function storeJoiningSuite(name: string, host: () => Promise<StoreHost>): void {
  describe(`ways in, on ${name}`, () => {
    const { store, reopen } = storeOfEach(host, []);
    const comer = (more: Partial<Newcomer> = {}): Newcomer => ({
      ...{ member: randomUUID(), device: randomUUID(), entry: randomUUID(), tokenHash: randomUUID() },
      ...{ name: '손님', role: 'member', via: 'app', private: true, now: START + 100, ...more },
    });
    const further = (member: string, invitation: string): FurtherDevice => ({
      ...{ member, invitation, device: randomUUID(), tokenHash: randomUUID() },
      ...{ via: 'browser', private: true, now: START + 100 },
    });
    const asking = (by: string, more: Partial<InvitationRequest> = {}): InvitationRequest => ({
      ...{ id: randomUUID(), kind: 'person', role: 'member', by, tokenHash: randomUUID() },
      ...{ uses: 2, expiresAt: START + 1_000, now: START + 50, ...more },
    });
    const code = (answer: { ok: true } | { ok: false; error: { code: string } }) =>
      answer.ok ? 'in' : answer.error.code;

    test('an invitation is counted with the join, whole or not at all', async () => {
      const { member } = await joining(store(), '나래', 'taken');
      const made = value(await store().invite(asking(member.id, { tokenHash: 'of the invitation' })));
      const left = async () => (await store().invitationByToken('of the invitation'))?.usesLeft;
      expect(await store().join(comer({ invitation: made.id }))).toMatchObject({ ok: true });
      expect(await left()).toBe(1);
      await expect(store().join(comer({ invitation: made.id, tokenHash: 'taken' }))).rejects.toMatchObject({
        code: 'internal',
      });
      expect([await left(), (await store().members()).length]).toEqual([1, 2]);
      const answers = await Promise.all([1, 2, 3].map(() => store().join(comer({ invitation: made.id }))));
      expect(answers.map(code).sort()).toEqual(['in', 'invitation-used', 'invitation-used']);
      await reopen();
      expect([await left(), (await store().members()).length, (await store().heads())[0]?.head]).toEqual([0, 3, 4]);
      expect(code(await store().join(comer({ invitation: randomUUID() })))).toBe('invitation-unknown');
    });

    test('it is over at its time and when it was taken back, and says which', async () => {
      const { member } = await joining(store(), '나래');
      const [late, back] = [
        value(await store().invite(asking(member.id))),
        value(await store().invite(asking(member.id))),
      ];
      expect(code(await store().join(comer({ invitation: late.id, now: late.expiresAt - 1 })))).toBe('in');
      expect(code(await store().join(comer({ invitation: late.id, now: late.expiresAt })))).toBe('invitation-expired');
      expect(await store().revoke({ id: back.id, who: randomUUID(), all: false, now: START })).toBeNull();
      expect(await store().revoke({ id: randomUUID(), who: member.id, all: true, now: START })).toBeNull();
      expect(await store().revoke({ id: back.id, who: member.id, all: false, now: START })).toEqual({
        ...back,
        revoked: true,
      });
      await reopen();
      expect(code(await store().join(comer({ invitation: back.id })))).toBe('invitation-revoked');
    });

    test('a further device is the member’s, and costs an invitation', async () => {
      const { member } = await joining(store(), '나래', 'of the first');
      const head = (await store().heads())[0]?.head;
      const made = value(await store().invite(asking(member.id, { kind: 'device', uses: 1 })));
      const [one, other] = [further(member.id, made.id), further(member.id, made.id)];
      expect(value(await store().addDevice(one))).toEqual(member);
      expect(code(await store().addDevice(other))).toBe('invitation-used');
      expect(code(await store().addDevice(further(randomUUID(), made.id)))).toBe('no-such-member');
      expect(await store().deviceByToken(one.tokenHash)).toEqual({
        device: one.device,
        member: member.id,
        seenAt: one.now,
      });
      expect(await store().deviceByToken(other.tokenHash)).toBeNull();
      expect((await store().heads())[0]?.head).toBe(head);
      const devices = await store().devices(member.id);
      expect(devices.map(({ via }) => via)).toEqual(['browser', 'browser']);
      expect(devices[1]).toEqual({ id: one.device, via: 'browser', private: true, madeAt: one.now, seenAt: one.now });
      for (const device of devices) expect(parse(Device, { ...device, own: false }).ok).toBe(true);
    });

    test('a device that is ended is nobody’s, and no other member ends it', async () => {
      const { member } = await joining(store(), '나래', 'of the first');
      const { device } = (await store().deviceByToken('of the first')) ?? { device: '' };
      expect(await store().endDevice({ member: randomUUID(), device, now: START })).toBe(false);
      await store().seen({ device, now: START + 777 });
      expect((await store().deviceByToken('of the first'))?.seenAt).toBe(START + 777);
      expect(await store().endDevice({ member: member.id, device, now: START })).toBe(true);
      await reopen();
      expect(await store().deviceByToken('of the first')).toBeNull();
      expect(await store().devices(member.id)).toEqual([]);
      expect(await store().endedToken('of the first')).toEqual({ device, why: 'signed-out' });
      expect(await store().endDevice({ member: member.id, device, now: START })).toBe(true);
      expect((await store().audit({ limit: 10 })).filter(({ act }) => act === 'sign-out')).toHaveLength(1);
    });

    test('those that can be used are all listed, of those that are over the last ones', async () => {
      const [narae, yunseo] = [(await joining(store(), '나래')).member, (await joining(store(), '윤서')).member];
      const over: string[] = [];
      for (let at = 0; at < limits.invitationsShown + 3; at += 1) {
        const { id } = value(await store().invite(asking(narae.id, { now: START + at, expiresAt: START + at + 1 })));
        over.push(id);
      }
      const now = START + 10_000;
      const hers = value(await store().invite(asking(narae.id, { now: START - 5, expiresAt: now + 1 })));
      const his = value(await store().invite(asking(yunseo.id, { now, expiresAt: now + 1 })));
      const shown = await store().invitations({ by: narae.id, now });
      expect(shown.map(({ id }) => id)).toEqual([...over.slice(3).reverse(), hers.id]);
      expect((await store().invitations({ by: null, now })).map(({ id }) => id)).toEqual([
        his.id,
        ...over.slice(3).reverse(),
        hers.id,
      ]);
      for (const invitation of shown)
        expect(parse(Invitation, invitation)).toStrictEqual({ ok: true, value: invitation });
    });

    test('who let whom in is written down with it, and no token', async () => {
      const { member } = await joining(store(), '나래');
      const made = value(await store().invite(asking(member.id, { tokenHash: 'the hash' })));
      await store().join(comer({ name: '윤서', invitation: made.id }));
      await store().revoke({ id: made.id, who: member.id, all: false, now: START + 300 });
      const lines = await store().audit({ limit: 10 });
      expect(lines.map(({ act, by, detail }) => [act, by, detail])).toEqual([
        ['revoke', member.id, ''],
        ['join', null, '윤서: member'],
        ['invite', member.id, 'member × 2'],
        ['join', null, '나래: guest'],
      ]);
    });
  });
}
