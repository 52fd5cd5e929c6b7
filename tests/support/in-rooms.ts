/** Four who are in rooms of a store: what the stories about rooms and whispers have in common. */
import { randomUUID } from 'node:crypto';
import { limits, type Answer, type Id } from '../../protocol';
import type { Appended } from '../../server/store/store';
import { value } from './answers';
import { making, message, START, storeHosts, storeOfEach } from './store';

/** A store of this kind for each test, with four people in it. */
export function inRooms(kind: string) {
  const { born, people, store, reopen } = storeOfEach(storeHosts[kind]!, ['나래', '윤서', 'Mateo', '한결']);
  const [{ id: narae }, { id: yunseo }, { id: mateo }, { id: hangyeol }] = people;

  const deed = (room: Id, by: Id, now = START + 200) => ({ room, by, now, entry: randomUUID() });
  const made = async (more: Parameters<typeof making>[1] = {}, by = narae) =>
    value(await store().createRoom(making(by, more))).room;
  const closed = (members: Id[] = [yunseo]) => made({ kind: 'private', members: [narae, ...members] });
  const says = async (author: Id, log: Id, text = '말', now = START + 300) =>
    (await store().append([{ log, author, entries: [message(text)], now }]))[0];
  const said = (answer: Answer<Appended> | undefined) => {
    const [result] = value(answer).results;
    return result?.ok ? result.seq : result?.error.code;
  };
  const lines = async (log: Id) =>
    ((await store().read({ log, after: 0, limit: limits.pageEntries }))?.entries ?? []).map(
      ({ kind, author, body }) => [kind, author, body] as const,
    );
  const logsOf = async (member: Id) => (await store().openLogs(member)).map(({ log, first }) => [log, first]);
  return { born, store, reopen, ...{ narae, yunseo, mateo, hangyeol }, deed, made, closed, says, said, lines, logsOf };
}
