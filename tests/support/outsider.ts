/** Somebody who is on a server and has no part in what others say to each other, with all that reaches them. */
import { randomUUID } from 'node:crypto';
import type { Id, Input, NetworkCalls } from '../../protocol';
import { openRecorder, type Recorder } from './recorder';
import { person, Talker, type Person } from './server';

type Name = keyof NetworkCalls;
type Question = { [N in Name]: [N, Input<NetworkCalls[N]> | object] }[Name];

export interface Outsider extends Person {
  /** The two ways in, each with all its bytes. */
  lines: { talker: Talker; recorder: Recorder }[];
  close(): Promise<void>;
}

/** On a WebSocket and on polling at once. */
export async function outsider(server: { url: string }, name: string, hostKey?: string): Promise<Outsider> {
  const recorders = [await openRecorder(server), await openRecorder(server)] as const;
  const first = await person(recorders[0].url, name, hostKey === undefined ? {} : { hostKey });
  // That they came is told no later than how far they read: from then on they hear what others do.
  const [{ log, epoch } = { log: '', epoch: '' }] = first.resumed.logs;
  await first.talker.must('markRead', { marks: [{ log, epoch, seq: 1 }] });
  const own = ({ member, seq }: { member: Id; seq: number }) => member === first.member.id && seq === 1;
  await first.talker.until(() => first.talker.pushes('reads').some(({ readers }) => readers.some(own)));
  const polling = await Talker.dial(recorders[1].url, { token: first.token, transports: ['polling'] });
  await polling.must('resume', { logs: [] });
  const lines = [
    { talker: first.talker, recorder: recorders[0] },
    { talker: polling, recorder: recorders[1] },
  ];
  return {
    ...first,
    lines,
    async close() {
      for (const { talker, recorder } of lines) {
        talker.close();
        await recorder.close();
      }
    },
  };
}

/** All pushes of the two lines from here on, once both have heard of the heads twice more. */
export async function pushedUntilHeads(
  { lines }: Outsider,
  done: () => Promise<void>,
): Promise<{ name: string; text: string }[]> {
  const from = lines.map(({ talker }) => talker.heard.length);
  const since = (at: number) => lines[at]?.talker.heard.slice(from[at]) ?? [];
  await done();
  await Promise.all(
    lines.map(({ talker }, at) => {
      const so = since(at).filter(({ name }) => name === 'heads').length;
      return talker.until(() => since(at).filter(({ name }) => name === 'heads').length >= so + 2);
    }),
  );
  return lines.flatMap((_line, at) => since(at).map(({ name, payload }) => ({ name, text: JSON.stringify(payload) })));
}

/** The bytes of an answer, without the number of the question. */
async function bytesOf({ talker, recorder }: Outsider['lines'][number], [name, input]: Question): Promise<string> {
  const from = recorder.down().length;
  await talker.ask(name, input);
  return /43\d+(\[.*\])/s.exec(recorder.down().slice(from))?.[1] ?? 'no answer';
}

/** What asks for a log, or for an entry of it, by every call that names one. */
export const questions = (log: Id, entry: Id, epoch: Id, commons: Id): Question[] => {
  const [one, other] = [randomUUID(), randomUUID()];
  const draft = (body: object, kind = 'message', id = randomUUID()) => ({ id, kind, body });
  const said = (id: ReturnType<typeof randomUUID>) => draft({ text: '들려요?' }, 'message', id);
  return [
    ['resume', { logs: [{ log, epoch, seq: 1, id: entry }] }],
    ['read', { log, epoch, after: 0 }],
    ['read', { log, epoch: one, before: 9 }],
    ['append', { log, entries: [said(one)] }],
    ['append', { log, entries: [draft({ target: entry }, 'delete', other)] }],
    ['createRoom', { id: log, name: '엿보기', kind: 'direct', members: [] }],
    ['markRead', { marks: [{ log, epoch, seq: 1 }] }],
    ['markRead', { marks: [{ log, epoch, seq: 1, thread: entry }] }],
    ['lacking', { ids: [log] }],
    ['find', { log, epoch, ids: [entry] }],
    ['thread', { log, epoch, root: entry }],
    ['versions', { log, epoch, id: entry }],
    ['pins', { log, epoch }],
    ['vote', { log, poll: entry, choices: [0] }],
    ['readers', { log }],
    ['typing', { log }],
    ['typing', { log, stopped: true }],
    ['slow', { room: log, seconds: 1 }],
    ['changeRoom', { room: log, name: '내 방', topic: '내 것', archived: true }],
    ['addToRoom', { room: log, members: [one], share: true }],
    ['enterRoom', { room: log }],
    ['leaveRoom', { room: log }],
    ['putOut', { room: log, member: one }],
    ['prefer', { room: log, mutedUntil: null }],
    ['arrange', { rooms: [log] }],
    ['find', { log: commons, epoch, ids: [entry] }],
    ['append', { log: commons, entries: [{ ...draft({ text: '답', reply: entry }), id: one }] }],
    ['append', { log: commons, entries: [{ ...draft({ text: '이어서', thread: entry }), id: one }] }],
    ['append', { log: commons, entries: [draft({ target: entry, emoji: '👀', on: true }, 'react', one)] }],
    ['append', { log: commons, entries: [draft({ text: '비밀', forward: { log, id: entry } }, 'message', one)] }],
  ];
};

/**
 * Asks for something that is there, and for what never was, the same way on both lines.
 * @returns the answers that were not the same to the byte but for the ids; none, where nothing can be told apart
 */
export async function toldApart(
  { lines }: Outsider,
  real: { log: Id; entry: Id },
  never: { log: Id; entry: Id },
  ask: (log: Id, entry: Id) => Question[],
): Promise<string[]> {
  const different: string[] = [];
  // Ids of what is asked with are made anew each time.
  const plain = (text: string, { log, entry }: { log: Id; entry: Id }) =>
    text
      .replaceAll(log, 'LOG')
      .replaceAll(entry, 'ENTRY')
      .replaceAll(/[0-9a-f-]{36}/g, 'ID');
  for (const line of lines) {
    const others = ask(never.log, never.entry);
    for (const [at, question] of ask(real.log, real.entry).entries()) {
      const answer = plain(await bytesOf(line, question), real);
      const other = plain(await bytesOf(line, others[at] ?? question), never);
      if (answer !== other || answer === 'no answer') different.push(`${question[0]}: ${answer} / ${other}`);
    }
  }
  return different;
}
