/** The host's side: its own look finds all in order, and a member's dial back finds the firewall that nobody inside can see. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, type Answer, type DialOutcome, type OwnLook } from '../../protocol';
import { bundles } from '../support/build-worker';
import { removeFolder, temporaryFolder } from '../support/folders';
import { buildHouse, type House } from './house';
import { noStage, Person } from './stage';

interface Told {
  answer: Answer<{ asked: number; outcomes: { host?: string; outcome: DialOutcome }[] }>;
  own: OwnLook;
  ms: number;
}

const why = noStage();
describe.skipIf(why)(`a host asks${why ? ` (not run: ${why})` : ''}`, () => {
  let house: House;
  let folder: string;
  const people: Person[] = [];
  beforeAll(async () => {
    house = buildHouse();
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    for (const person of people) await person.end();
    house?.remove();
    await removeFolder(folder);
  });

  test('a member who is connected dials anew: through an open firewall, and against one that was closed since', async () => {
    const host = new Person(house.host, 'host.ts', join(folder, 'porch'), bundles.storeWorker);
    people.push(host);
    expect(await host.hears()).toEqual({ ready: true });
    const url = `https://${house.host.address}:${limits.port}/`;
    const member = new Person(house.joiner, 'joiner.ts', join(folder, 'pins.json'));
    people.push(member);
    expect(await member.do({ do: 'stay', url })).toEqual({ ok: true });

    const open = (await host.do('look')) as Told;
    const place = `${house.host.address}:${limits.port}`;
    expect(open.answer).toMatchObject({
      ok: true,
      value: { asked: 1, outcomes: [{ host: place, outcome: 'reached' }] },
    });
    expect(open.own.addresses.map(({ answers }) => answers)).toEqual(open.own.addresses.map(() => true));

    // Too soon: nobody is disturbed again.
    expect((await host.do('look')) as Told).toMatchObject({ answer: { ok: false, error: { code: 'rate' } } });
    for (const person of [host, member]) await person.do('later');

    // What stands goes on; what is new does not come in. From inside nothing of it can be seen.
    house.firewall(house.host, 'in ct state established accept', `in iif != lo tcp dport ${limits.port} drop`);
    const blocked = (await host.do('look')) as Told;
    expect(blocked.answer).toMatchObject({
      ok: true,
      value: { asked: 1, outcomes: [{ host: place, outcome: 'silent' }] },
    });
    expect(blocked.own.addresses.every(({ answers }) => answers)).toBe(true);
    expect(Math.max(open.ms, blocked.ms)).toBeLessThan(limits.diagnosis);
    console.log(`a dial back: open ${open.ms} ms, blocked ${blocked.ms} ms`);
  });
});
