/** What every store promises (server/store/store.ts), told of the people whose words it keeps. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, Member, parse, Room, Entry, type Draft } from '../../protocol';
import type { Appended } from '../../server/store/store';
import { value } from '../support/answers';
import { joining, making, message, START, storeOfEach, type StoreHost } from '../support/store';

export function storeSuite(name: string, host: () => Promise<StoreHost>): void {
  describe(name, () => {
    const { born, store, reopen } = storeOfEach(host, []);
    const commons = born.room;
    const joins = async (who: string, tokenHash?: string) => (await joining(store(), who, tokenHash)).member;
    const says = async (author: string, drafts: Draft[], log = commons, now = START + 100): Promise<Appended> =>
      value((await store().append([{ log, author, entries: drafts, now }]))[0]);
    const all = async (log = commons) =>
      (await store().read({ log, after: 0, limit: limits.pageEntries }))?.entries ?? [];

    test('is born with a name, a lineage and the first room, whose log starts with its making', async () => {
      expect(await store().about()).toEqual({ server: born.server, epoch: born.epoch, name: '마루', password: null });
      const [room, ...others] = await store().rooms();
      expect(others).toEqual([]);
      expect(room).toMatchObject({ id: commons, commons: true, name: 'Commons', createdBy: null, createdAt: START });
      expect(await all()).toEqual([
        { seq: 1, id: born.entry, author: null, at: START, kind: 'created', body: { name: 'Commons' } },
      ]);
      expect(await store().heads()).toEqual([{ log: commons, epoch: born.epoch, head: 1 }]);
    });

    test('is the same after a restart: server, lineage, name, password, members, rooms, entries', async () => {
      const narae = await joins('나래', 'hash-of-narae');
      const room = randomUUID();
      await store().createRoom(making(narae.id, { id: room }));
      await says(narae.id, [message('남아 있어야 한다 🙂')]);
      await store().setName('디자인실');
      await store().setPassword('a hash');
      const look = async () => ({
        about: await store().about(),
        members: await store().members(),
        rooms: await store().rooms(),
        heads: await store().heads(),
        entries: await all(),
        device: await store().deviceByToken('hash-of-narae'),
      });
      const before = await look();
      await reopen();
      expect(await look()).toEqual(before);
      expect(before.about).toMatchObject({
        server: born.server,
        epoch: born.epoch,
        name: '디자인실',
        password: 'a hash',
      });
      await store().setPassword(null);
      expect((await store().about()).password).toBeNull();
    });

    test('joining adds the member, the device and a line in the first room', async () => {
      const yunseo = await joins('윤서', 'hash-of-yunseo');
      expect(await store().members()).toEqual([yunseo]);
      expect(await store().deviceByToken('hash-of-yunseo')).toMatchObject({ member: yunseo.id });
      expect(await store().deviceByToken('hash-of-nobody')).toBeNull();
      expect((await all())[1]).toMatchObject({ seq: 2, kind: 'joined', author: yunseo.id, body: { name: '윤서' } });
    });

    test('a join that cannot be whole leaves nothing of it', async () => {
      await joins('윤서', 'the same hash');
      await expect(joins('Mateo', 'the same hash')).rejects.toMatchObject({ name: 'StoreError', code: 'internal' });
      expect((await store().members()).map(({ name }) => name)).toEqual(['윤서']);
      expect((await store().heads())[0]?.head).toBe(2);
    });

    test('a rename changes the member and no line that was written', async () => {
      const mateo = await joins('Mateo');
      expect(await store().rename(mateo.id, '마테오')).toEqual({ ...mateo, name: '마테오' });
      expect((await store().members())[0]?.name).toBe('마테오');
      expect((await all())[1]).toMatchObject({ body: { name: 'Mateo' } });
      expect(await store().rename(randomUUID(), '아무도')).toBeNull();
    });

    test('seqs are dense from 1 in the order of appending, whoever appends, and times rise', async () => {
      const [narae, yunseo] = [await joins('나래'), await joins('윤서')];
      const requests = Array.from({ length: 30 }, (_, at) => ({
        log: commons,
        author: at % 3 ? narae.id : yunseo.id,
        entries: [message(`${at}`), message(`${at} again`)],
        // The clock stands, and runs back.
        now: START + 500 - at,
      }));
      const answers = await Promise.all([
        store().append(requests.slice(0, 10)),
        store().append(requests.slice(10, 20)),
        store().append(requests.slice(20)),
      ]);
      expect(answers.flat().every(({ ok }) => ok)).toBe(true);
      const entries = await all();
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
      expect(entries.slice(3).map(({ id }) => id)).toEqual(
        requests.flatMap(({ entries }) => entries.map(({ id }) => id)),
      );
      entries.slice(1).forEach(({ at }, index) => expect(at).toBeGreaterThan(entries[index]?.at ?? 0));
      expect(answers.flat().flatMap((answer) => value(answer).added)).toEqual(entries.slice(3));
    });

    test('the same id by the same author with the same content is the first one, also after a restart and in another room', async () => {
      const narae = await joins('나래');
      const other = randomUUID();
      await store().createRoom(making(narae.id, { id: other }));
      const draft = message('한 번만');
      const first = await says(narae.id, [draft]);
      expect(first.results).toEqual([{ ok: true, id: draft.id, seq: 3, at: START + 100, duplicate: false }]);
      const again = { results: [{ ok: true, id: draft.id, seq: 3, at: START + 100, duplicate: true }], added: [] };
      expect(await says(narae.id, [draft], commons, START + 999)).toMatchObject(again);
      expect(await says(narae.id, [draft], other)).toMatchObject(again);
      await reopen();
      expect(await says(narae.id, [draft])).toMatchObject(again);
      const twice = message('두 번');
      expect((await says(narae.id, [twice, twice])).results).toMatchObject([
        { duplicate: false, seq: 4 },
        { duplicate: true, seq: 4 },
      ]);
      expect((await all()).filter(({ id }) => id === draft.id)).toHaveLength(1);
    });

    test('an id with other content, by somebody else, of a server’s own line or of a room is a conflict', async () => {
      const [narae, yunseo] = [await joins('나래'), await joins('윤서')];
      const draft = message('내 것');
      await says(narae.id, [draft]);
      const conflict = [{ ok: false, error: { code: 'id-conflict', kind: 'final' } }];
      expect((await says(narae.id, [message('다른 말', draft.id)])).results).toMatchObject(conflict);
      expect((await says(yunseo.id, [draft])).results).toMatchObject(conflict);
      expect((await says(yunseo.id, [message('Commons', born.entry)])).results).toMatchObject(conflict);
      expect((await says(yunseo.id, [message('방의 번호', commons)])).results).toMatchObject(conflict);
      expect((await store().heads())[0]?.head).toBe(4);
    });

    test('what is refused takes nothing else along', async () => {
      const [narae, yunseo] = [await joins('나래'), await joins('윤서')];
      const taken = message('먼저');
      await says(narae.id, [taken]);
      const [mixed, nowhere, plain] = await store().append([
        {
          log: commons,
          author: yunseo.id,
          entries: [message('하나'), message('가로챈 말', taken.id), message('둘')],
          now: START + 200,
        },
        { log: randomUUID(), author: yunseo.id, entries: [message('없는 방')], now: START + 200 },
        { log: commons, author: narae.id, entries: [message('셋')], now: START + 200 },
      ]);
      expect(value(mixed).results.map(({ ok }) => ok)).toEqual([true, false, true]);
      expect(nowhere).toMatchObject({ ok: false, error: { code: 'no-such-log' } });
      expect(value(plain).results).toMatchObject([{ ok: true, seq: 7 }]);
      expect((await all()).map((entry) => (entry.kind === 'message' ? entry.body.text : entry.kind))).toEqual([
        ...['created', 'joined', 'joined'],
        ...['먼저', '하나', '둘', '셋'],
      ]);
    });

    test('a request the database itself refuses leaves those beside it', async () => {
      const narae = await joins('나래');
      // Nobody of this id ever joined: the foreign key says no, in the middle of the commit.
      const [good, bad, alsoGood] = await store().append([
        { log: commons, author: narae.id, entries: [message('앞')], now: START + 200 },
        { log: commons, author: randomUUID(), entries: [message('유령')], now: START + 200 },
        { log: commons, author: narae.id, entries: [message('뒤')], now: START + 200 },
      ]);
      expect(bad).toMatchObject({ ok: false, error: { code: 'internal', kind: 'retry' } });
      expect([value(good).head.head, value(alsoGood).head.head]).toEqual([3, 4]);
      expect((await all()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    });

    test('a room is made once, however often it is asked for', async () => {
      const [narae, yunseo] = [await joins('나래'), await joins('윤서')];
      const request = making(narae.id);
      const first = value(await store().createRoom(request));
      expect(first).toMatchObject({ created: true, head: { log: request.id, epoch: born.epoch, head: 1 } });
      expect(await all(request.id)).toMatchObject([
        { seq: 1, kind: 'created', author: narae.id, body: { name: '회의실' } },
      ]);
      const again = { ...request, entry: randomUUID(), now: START + 60 };
      expect(value(await store().createRoom(again))).toEqual({ ...first, created: false });
      for (const other of [
        { ...again, name: '다른 이름' },
        { ...again, by: yunseo.id },
        { ...again, id: born.entry },
        { ...again, id: commons },
      ]) {
        expect(await store().createRoom(other)).toMatchObject({ ok: false, error: { code: 'id-conflict' } });
      }
      expect((await store().rooms()).map(({ id }) => id)).toEqual([commons, request.id]);
      expect((await store().heads()).map(({ log }) => log)).toEqual([commons, request.id]);
    });

    test('there is a last room', async () => {
      const narae = await joins('나래');
      const make = () => store().createRoom(making(narae.id));
      for (let made = 1; made < limits.rooms; made += 1) value(await make());
      expect(await make()).toMatchObject({ ok: false, error: { code: 'too-many-rooms', kind: 'final' } });
      expect(await store().rooms()).toHaveLength(limits.rooms);
    });

    test('pages go by seq, from both ends', async () => {
      const narae = await joins('나래');
      await says(
        narae.id,
        Array.from({ length: 20 }, (_, at) => message(`${at}`)),
      );
      const seqs = async (range: { after?: number; before?: number; limit?: number }) =>
        (await store().read({ log: commons, limit: 5, ...range }))?.entries.map(({ seq }) => seq);
      expect(await seqs({ after: 0 })).toEqual([1, 2, 3, 4, 5]);
      expect(await seqs({ after: 20 })).toEqual([21, 22]);
      expect(await seqs({ after: 22 })).toEqual([]);
      expect(await seqs({ before: 23 })).toEqual([18, 19, 20, 21, 22]);
      expect(await seqs({ before: 3 })).toEqual([1, 2]);
      expect(await seqs({ before: 0 })).toEqual([]);
      expect(await seqs({ before: 1_000_000 })).toEqual([18, 19, 20, 21, 22]);
      expect(await seqs({ after: 3, before: 6 })).toEqual([4, 5]);
      expect(await seqs({})).toEqual([1, 2, 3, 4, 5]);
      expect(await store().read({ log: randomUUID(), after: 0, limit: 5 })).toBeNull();
    });

    test('a page has a bound in bytes, keeps to the asked end, and is never empty', async () => {
      const narae = await joins('나래');
      const long = '가'.repeat(limits.messageText);
      for (let at = 0; at < 20; at += 1) await says(narae.id, [message(`${at} ${long}`)]);
      const newest = (await store().read({ log: commons, before: 23, limit: limits.pageEntries }))?.entries ?? [];
      expect(newest.at(-1)?.seq).toBe(22);
      expect(Buffer.byteLength(JSON.stringify(newest))).toBeLessThanOrEqual(limits.pageBytes);
      expect(newest.length).toBeGreaterThan(8);
      const oldest = (await store().read({ log: commons, after: 2, limit: limits.pageEntries }))?.entries ?? [];
      expect(oldest[0]?.seq).toBe(3);
      expect(oldest.length).toBe(newest.length);
    });

    test('knows whether a position is of its history', async () => {
      const narae = await joins('나래');
      const { results } = await says(narae.id, [message('여기')]);
      const here = { log: commons, epoch: born.epoch, seq: 3, id: results[0]?.id ?? '' };
      expect(
        await store().holds([
          here,
          { ...here, epoch: randomUUID() },
          { ...here, seq: 2 },
          { ...here, seq: 4 },
          { ...here, id: randomUUID() },
          { ...here, log: randomUUID() },
        ]),
      ).toEqual([true, false, false, false, false, false]);
      expect(await store().holds([])).toEqual([]);
    });

    test('hands out plain values of the model', async () => {
      const narae = await joins('나래');
      await says(narae.id, [message('값')]);
      for (const entry of await all()) expect(parse(Entry, entry)).toStrictEqual({ ok: true, value: entry });
      for (const member of await store().members())
        expect(parse(Member, member)).toStrictEqual({ ok: true, value: member });
      for (const room of await store().rooms()) expect(parse(Room, room)).toStrictEqual({ ok: true, value: room });
    });

    test('keeps text as it is: quotes, nothing but an emoji, what looks like SQL, a lone surrogate’s neighbours', async () => {
      const narae = await joins('나래');
      const texts = [
        `'; drop table entries; --`,
        '"\\u0000"',
        '👨‍👩‍👧‍👦',
        '한글 ᄒ\u1161ᆫ',
        'a\u0000b',
        '$1 ?1 :name',
        '\ud83d\ude42'.repeat(100),
      ];
      await says(
        narae.id,
        texts.map((text) => message(text)),
      );
      await reopen();
      expect((await all()).flatMap((entry) => (entry.kind === 'message' ? [entry.body.text] : []))).toEqual(texts);
    });

    test('once closed it refuses, and closing again is nothing', async () => {
      await store().close();
      await store().close();
      await expect(store().members()).rejects.toMatchObject({ name: 'StoreError', code: 'closing' });
      await expect(joins('늦은 사람')).rejects.toMatchObject({ code: 'closing' });
    });
  });
}
