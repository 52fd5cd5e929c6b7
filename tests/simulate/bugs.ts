/** Bugs planted between the parts from outside, each with the letter under which a simulation has to find it. */
import type { Storage, Transport } from '../../client';
import type { Answer, AppendResult, CallFunction, Draft, Entry, Id, Input, NetworkCalls } from '../../protocol';
import type { Appended, AppendRequest, Store } from '../../server/store/store';
import type { Fault } from '../faults/checker';
import { testId } from '../support/ports';
import type { Bugs } from './world';

/** A store that says yes to what was never said before, while the commit is still under way. */
function hasty(store: Store): Store {
  const met = new Set<Id>();
  return {
    ...store,
    append: async (requests) => {
      const drafts = requests.flatMap(({ entries }) => entries);
      const fresh = drafts.every(({ id, kind }) => kind === 'message' && !met.has(id));
      for (const { id } of drafts) met.add(id);
      const [head] = await store.heads();
      if (!fresh || !head) return store.append(requests);
      const last = (await store.read({ log: head.log, before: head.head + 1, limit: 1 }))?.entries[0]?.at ?? 0;
      let { head: seq } = head;
      let at = last;
      const guessed = requests.map(({ entries, author, now }): Answer<Appended> => {
        const added = entries.map((draft): Entry => ({
          ...draft,
          seq: (seq += 1),
          at: (at = Math.max(at + 1, now)),
          author,
        }));
        const results = added.map((entry): AppendResult => ({ ...entry, ok: true, duplicate: false }));
        return { ok: true, value: { head: { ...head, head: seq }, results, added } };
      });
      void store.append(requests).catch(() => undefined);
      return guessed;
    },
  };
}

/** A store that takes what was said before for something new. */
function forgetful(store: Store): Store {
  const met = new Set<Id>();
  let more = 0;
  const anew = (draft: Draft): Draft => {
    const again = met.has(draft.id);
    met.add(draft.id);
    return again ? { ...draft, id: testId((more += 1), 99) } : draft;
  };
  const answered = (asked: AppendRequest, answer: Answer<Appended>): Answer<Appended> => {
    if (!answer.ok) return answer;
    const results = answer.value.results.map((result, index) => ({ ...result, id: asked.entries[index]?.id ?? '' }));
    return { ok: true, value: { ...answer.value, results } };
  };
  return {
    ...store,
    append: async (requests) => {
      const answers = await store.append(requests.map((asked) => ({ ...asked, entries: asked.entries.map(anew) })));
      return requests.map((asked, index) => answered(asked, answers[index] as Answer<Appended>));
    },
  };
}

/** A device whose disk says "written" before it is. */
const overconfident = (storage: Storage): Storage => ({
  table: (name) => {
    const table = storage.table<never>(name);
    return { ...table, put: async (key: string, value: never) => void table.put(key, value) };
  },
});

type Call = CallFunction<NetworkCalls>;

/** A transport whose calls go another way. */
const rerouted =
  (append: (call: Call, input: Input<NetworkCalls['append']>) => ReturnType<Call>) =>
  (transport: Transport): Transport => ({
    hello: (url) => transport.hello(url),
    dial: (url, handshake, events) => {
      const line = transport.dial(url, handshake, events);
      const call = (name: keyof NetworkCalls, input: never) =>
        name === 'append' ? append(line.call, input) : line.call(name, input);
      return { call: call as unknown as Call, close: () => line.close() };
    },
  });

/** Counts as said what was only sent. */
const sentIsSaid = rerouted((call, input) => {
  const { log, entries } = input;
  call('append', input).catch(() => undefined);
  const results = entries.map(({ id }): AppendResult => ({ ok: true, id, seq: 1, at: 0, duplicate: false }));
  return Promise.resolve({ ok: true, value: { log, epoch: testId(2, 1), head: 1, results } } as never);
});

/** Two batches under way at a time, and the second one may be the first. */
const twoAtOnce = rerouted(async (call, input) => {
  const { entries } = input;
  const half = Math.ceil(entries.length / 2);
  if (entries.length < 2) return call('append', input);
  const later = call('append', { ...input, entries: entries.slice(half) });
  const [second, first] = await Promise.all([later, call('append', { ...input, entries: entries.slice(0, half) })]);
  if (!first.ok || !second.ok) return first.ok ? second : first;
  return { ok: true, value: { ...second.value, results: [...first.value.results, ...second.value.results] } };
});

/** A transport that closes gaps: what comes next is given the next number. */
function gapless(transport: Transport): Transport {
  return {
    hello: (url) => transport.hello(url),
    dial: (url, handshake, events) => {
      let last = 0;
      return transport.dial(url, handshake, {
        ...events,
        push: (name, payload) => {
          if (name !== 'entries') return events.push(name, payload);
          const said = payload as { log: Id; epoch: Id; entries: Entry[] };
          const first = last === 0 ? (said.entries[0]?.seq ?? 0) : last + 1;
          last = first + said.entries.length - 1;
          // Every fifth is lost on the way.
          if (last % 5 === 0) return void (last -= said.entries.length);
          const entries = said.entries.map((entry, index) => ({ ...entry, seq: first + index }));
          events.push('entries', { ...said, entries });
        },
      });
    },
  };
}

export interface PlantedBug {
  name: string;
  letter: Fault['letter'];
  bugs: Bugs;
}

export const plantedBugs: readonly PlantedBug[] = [
  { name: 'a server that acknowledges before the commit', letter: 'A', bugs: { store: hasty } },
  { name: 'a store that forgets which ids it has', letter: 'A', bugs: { store: forgetful } },
  { name: 'a device that sends before its disk has it', letter: 'A', bugs: { storage: overconfident } },
  { name: 'a client that counts as said what it sent', letter: 'A', bugs: { transport: sentIsSaid } },
  {
    name: 'a resume that subscribes after the heads were read, where no heads are told later',
    letter: 'C',
    bugs: {
      subscribeLate: 40,
      outlet: (outlet) => ({
        push: (to, name, payload) => (name === 'heads' ? 0 : outlet.push(to, name, payload)),
        openLog: (log, members) => outlet.openLog(log, members),
        closeLog: (log, member) => outlet.closeLog(log, member),
      }),
    },
  },
  { name: 'a client that takes what comes for what is next', letter: 'D', bugs: { transport: gapless } },
  { name: 'two batches under way at once', letter: 'E', bugs: { transport: twoAtOnce } },
  {
    name: 'a server that pushes other words than it keeps',
    letter: 'F',
    bugs: {
      outlet: (outlet) => ({
        push: (to, name, payload) =>
          outlet.push(to, name, JSON.parse(JSON.stringify(payload).replace('says 3', 'says 4')) as typeof payload),
        openLog: (log, members) => outlet.openLog(log, members),
        closeLog: (log, member) => outlet.closeLog(log, member),
      }),
    },
  },
];
