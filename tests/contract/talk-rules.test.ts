/** What may be said about a message, as every store decides it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, roles, type Id, type Role } from '../../protocol';
import { value } from '../support/answers';
import { close, edit, emojis, pin, poll, react, remove, said, vote } from '../support/drafts';
import { joining, message, START, storeHosts } from '../support/store';
import { NOW, talking } from '../support/talking';

describe.each(Object.keys(storeHosts))('%s', (name) => {
  const { store, commons, narae, yunseo, ask, tries, says, all, room } = talking(name);
  const another = async (who: string) => (await joining(store(), who)).member.id;

  test('an answer and a thread hang on a message of the same room; a thread hangs on nothing that stands in one', async () => {
    const root = await says(narae, '점심 뭐 먹지');
    const inThread = await says(yunseo, '국밥', { thread: root });
    await says(narae, '좋아', { reply: root });
    await says(narae, '가자', { thread: root, reply: inThread });
    const line = (await all())[0]!.id;
    const elsewhere = said('저쪽 말');
    const next = await room(narae);
    expect(await tries(narae, [elsewhere], { log: next })).toEqual(['ok']);
    const wrong = [
      ...[randomUUID(), line, elsewhere.id].flatMap((id) => [said('?', { reply: id }), said('?', { thread: id })]),
      said('?', { thread: inThread }),
    ];
    expect(await tries(narae, wrong)).toEqual(wrong.map(() => 'no-such-entry'));
    await tries(narae, [remove(root)]);
    expect(await tries(yunseo, [said('지워도', { reply: root }), said('이어 간다', { thread: root })])).toEqual([
      'ok',
      'ok',
    ]);
  });

  test('what names a message that has to wait waits with it', async () => {
    await store().slow({ room: commons, seconds: 60, by: narae, now: START });
    const [first, second] = [said('하나'), said('둘')];
    const answer = said('둘에 답', { reply: second.id });
    const [ok, ...waiting] = await ask(narae, [first, second, answer, edit(answer.id, '고침'), react(second.id, '👍')]);
    expect(ok).toMatchObject({ ok: true });
    expect(waiting.map((result) => !result.ok && result.error.code)).toEqual(['slow', 'slow', 'slow', 'slow']);
    expect(waiting.every((result) => !result.ok && result.error.kind === 'retry')).toBe(true);
  });

  test('what may not be read may not be changed, nor answered', async () => {
    const old = await says(narae, '예전 말');
    const late = { first: 6 };
    const all = [said('?', { reply: old }), said('?', { thread: old }), react(old, '👍'), pin(old), edit(old, '?')];
    expect(await tries(narae, all, late)).toEqual(all.map(() => 'no-such-entry'));
    expect(await tries(narae, all, { first: 4 })).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('a change of a change, of a server’s line, of nothing, or of what was deleted is none', async () => {
    const mine = await says(narae, '말');
    const changes = [edit(mine, '고친 말'), react(mine, '👍')];
    await tries(narae, changes);
    const targets = [changes[0]!.id, changes[1]!.id, (await all())[0]!.id, randomUUID(), commons];
    for (const target of targets) {
      const tried = [
        edit(target, '?'),
        remove(target),
        react(target, '👍'),
        pin(target),
        vote(target, [0]),
        close(target),
      ];
      expect(await tries(narae, tried)).toEqual(tried.map(() => 'no-such-entry'));
    }
    expect(await tries(narae, [remove(mine), remove(mine)])).toEqual(['ok', 'ok']);
    const late = [
      edit(mine, '?'),
      react(mine, '👍'),
      react(mine, '👍', false),
      pin(mine),
      vote(mine, [0]),
      close(mine),
    ];
    expect(await tries(yunseo, late.slice(1))).toEqual(late.slice(1).map(() => 'no-such-entry'));
    expect(await tries(narae, late)).toEqual(late.map(() => 'no-such-entry'));
  });

  test('a message is edited so often and no more', async () => {
    const mine = await says(narae, '0');
    const edits = Array.from({ length: limits.edits }, (_, at) => edit(mine, `${at + 1}`));
    for (let at = 0; at < edits.length; at += 25)
      expect(await tries(narae, edits.slice(at, at + 25))).toEqual(Array.from({ length: 25 }, () => 'ok'));
    expect(await tries(narae, [edit(mine, '너무')])).toEqual(['too-many']);
    expect(await tries(narae, [edits[7]!, remove(mine)])).toEqual(['ok', 'ok']);
  });

  test('one person reacts with so many emoji, and a message has so many', async () => {
    const mine = await says(narae, '말');
    const many = emojis(limits.reactionsOfOne + 3);
    const results = await tries(
      yunseo,
      many.map((emoji) => react(mine, emoji)),
    );
    expect(results).toEqual(many.map((_, at) => (at < limits.reactionsOfOne ? 'ok' : 'too-many')));
    expect(await tries(yunseo, [react(mine, many[0]!), react(mine, many[14]!, false)])).toEqual(['ok', 'ok']);
    // What is taken back makes room.
    expect(await tries(yunseo, [react(mine, many[0]!, false), react(mine, many[14]!)])).toEqual(['ok', 'ok']);
    const everybody = emojis(limits.reactionKinds + 1);
    for (const at of [0, 12, 24, 36]) {
      const who = await another(`${at}`);
      await tries(
        who,
        everybody.slice(at, at + 12).map((emoji) => react(mine, emoji)),
      );
    }
    const late = await another('늦은 사람');
    expect(await tries(late, [react(mine, everybody.at(-1)!), react(mine, everybody[20]!)])).toEqual([
      'too-many',
      'ok',
    ]);
  });

  test('the limits hold for what comes in one commit, from several people', async () => {
    const mine = await says(narae, '말');
    const [first, second] = [emojis(40).slice(0, 12), emojis(40).slice(8, 14)];
    const answers = await store().append(
      [first, second].map((some, at) => ({
        ...{ log: commons, author: at ? narae : yunseo, now: NOW },
        entries: [...some, ...some].map((emoji) => react(mine, emoji)),
      })),
    );
    expect(answers.flatMap((answer) => value(answer).results).every(({ ok }) => ok)).toBe(true);
    expect(await tries(yunseo, [react(mine, '🎈')])).toEqual(['too-many']);
    expect(await tries(narae, [react(mine, '🎈')])).toEqual(['ok']);
  });

  test('so many messages are pinned at a time', async () => {
    const messages = Array.from({ length: limits.pins + 1 }, (_, at) => said(`${at}`));
    for (let at = 0; at < messages.length; at += 50) await tries(narae, messages.slice(at, at + 50));
    const pins = messages.map(({ id }) => pin(id));
    const results = (await Promise.all([pins.slice(0, 60), pins.slice(60)].map((some) => tries(yunseo, some)))).flat();
    expect(results.filter((result) => result === 'ok')).toHaveLength(limits.pins);
    const last = messages.at(-1)!.id;
    expect(await tries(narae, [pin(last), pin(messages[3]!.id), pin(messages[3]!.id, false), pin(last)])).toEqual([
      ...['too-many', 'ok', 'ok', 'ok'],
    ]);
    // One that was deleted is not pinned any more.
    expect(await tries(narae, [remove(messages[5]!.id), pin(messages[3]!.id), pin(messages[3]!.id)])).toEqual([
      ...['ok', 'ok', 'ok'],
    ]);
    expect((await store().pins({ log: commons, first: 1, member: narae })).entries.map(({ id }) => id)).toEqual([
      messages[3]!.id,
      last,
      ...messages
        .slice(0, 100)
        .reverse()
        .map(({ id }) => id)
        .filter((id) => ![messages[3]!.id, messages[5]!.id].includes(id)),
    ]);
  });

  describe('passing on', () => {
    const source = { first: 1, side: false };
    const forwards = (text: string, log: Id, id: Id) => said(text, { forward: { log, id } });

    test('what was said there, as it reads now; where it was said first stands with it', async () => {
      const there = await room(narae);
      const first = said('회의는 세 시');
      await tries(narae, [first], { log: there });
      const at = (await all(there)).at(-1)!.at;
      const sources = [{ ...source, log: there }];
      const passed = forwards('회의는 세 시', there, first.id);
      expect(await tries(yunseo, [forwards('회의는 네 시', there, first.id), passed], { sources })).toEqual([
        ...['not-the-same', 'ok'],
      ]);
      const forwarded = { log: there, id: first.id, author: narae, at };
      expect((await all()).at(-1)).toMatchObject({ author: yunseo, body: { text: '회의는 세 시', forwarded } });
      expect((await all()).at(-1)?.body).not.toHaveProperty('forward');
      // Said again, it is known.
      expect(await ask(yunseo, [passed], { sources: [] })).toMatchObject([{ ok: true, duplicate: true }]);
      await tries(narae, [edit(first.id, '회의는 네 시')], { log: there });
      expect(await tries(yunseo, [forwards('회의는 세 시', there, first.id)], { sources })).toEqual(['not-the-same']);
      const again = forwards('회의는 세 시', commons, passed.id);
      expect(await tries(narae, [again], { log: there, sources: [{ ...source, log: commons }] })).toEqual(['ok']);
      expect((await all(there)).at(-1)).toMatchObject({ author: narae, body: { forwarded } });
      // Nobody puts other words into another’s mouth.
      expect(await tries(yunseo, [edit(passed.id, '회의는 없다')])).toEqual(['not-allowed']);
      await tries(narae, [remove(first.id)], { log: there });
      expect(await tries(yunseo, [forwards('회의는 네 시', there, first.id)], { sources })).toEqual(['no-such-entry']);
    });

    test('nothing that its author may not read, and nothing that was whispered', async () => {
      const there = await room(narae);
      const first = said('말');
      await tries(narae, [first], { log: there });
      const passed = forwards('말', there, first.id);
      expect(await tries(yunseo, [passed])).toEqual(['no-such-log']);
      expect(await tries(yunseo, [passed], { sources: [{ log: there, first: 3, side: false }] })).toEqual([
        'no-such-entry',
      ]);
      expect(await tries(yunseo, [passed], { sources: [{ log: there, first: 1, side: true }] })).toEqual([
        'not-allowed',
      ]);
      const sources = [{ ...source, log: there }];
      const line = (await all(there))[0]!;
      expect(await tries(yunseo, [forwards('옆방', there, line.id)], { sources })).toEqual(['no-such-entry']);
      expect(
        await tries(yunseo, [said('말', { poll: poll(), forward: { log: there, id: first.id } })], { sources }),
      ).toEqual(['invalid']);
    });
  });

  test('who may do what to whose message', async () => {
    const people = new Map<Role, Id[]>();
    for (const role of roles) {
      const of = [await another(`${role} 1`), await another(`${role} 2`)];
      people.set(role, of);
      for (const member of of)
        if (role !== 'guest')
          value(await store().appoint({ member, role: role === 'host' ? 'member' : role, by: narae, now: NOW }));
    }
    value(await store().transfer({ to: people.get('host')![0]!, by: narae, now: NOW }));
    const rank = [...roles].reverse();
    const cells: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const role of roles) {
      const author = people.get(role)![0]!;
      for (const [whose, target] of roles.flatMap((other) => people.get(other)!.map((id) => [other, id] as const))) {
        // There is one host.
        if (whose === 'host' && target !== people.get('host')![0]) continue;
        const theirs = said('말', { poll: poll() });
        await tries(target, [theirs]);
        const own = target === author;
        const below = rank.indexOf(role) > rank.indexOf(whose) && (role === 'host' || role === 'moderator');
        const all = {
          edit: edit(theirs.id, '고침'),
          react: react(theirs.id, '👍'),
          pin: pin(theirs.id),
          vote: vote(theirs.id, [0]),
          close: close(theirs.id),
          delete: remove(theirs.id),
        };
        for (const [kind, one] of Object.entries(all)) {
          const cell = `${role} · ${kind} · ${own ? 'own' : whose}`;
          cells[cell] = (await tries(author, [one], { role })).join();
          const may = own || (kind === 'edit' ? false : kind === 'close' || kind === 'delete' ? below : true);
          expected[cell] = may ? 'ok' : 'not-allowed';
        }
      }
    }
    expect(cells).toEqual(expected);
    // The host takes back what members say; on a line others can read along even the host does not.
    const theirs = await says(people.get('member')![1]!, '말');
    expect(await tries(people.get('host')![0]!, [remove(theirs)], { role: 'guest' })).toEqual(['not-allowed']);
    expect(await tries(people.get('host')![0]!, [remove(theirs)])).toEqual(['not-allowed']);
  });

  test('who is muted says nothing about anything', async () => {
    const mine = await says(narae, '말', { poll: poll() });
    value(await store().mute({ member: narae, until: NOW + 60_000, by: yunseo, now: NOW }));
    const tried = [
      message('말'),
      edit(mine, '?'),
      react(mine, '👍'),
      pin(mine),
      vote(mine, [0]),
      close(mine),
      remove(mine),
    ];
    expect(await tries(narae, tried)).toEqual(tried.map(() => 'muted'));
  });
});
