/**
 * What a device does after each resume with what the server may have lost, or may have got long ago: entries that were
 * acknowledged in another lineage (a backup was restored), and old ones whose answer never came.
 */
import { limits, targetOf, type CallFunction, type Id, type LogHead, type NetworkCalls } from '../protocol';
import type { Queue } from './queue';
import { standsIn, type Said, type SaidRow } from './said';
import { toWaiting, type Rows } from './waiting';

type Call = CallFunction<NetworkCalls>;

/**
 * Offers again what the server lacks.
 * @param rewound logs whose lineage is another one than this device knew
 * @returns how many entries wait again, by log
 * @throws when the connection ends, or the server does not answer the question
 */
export async function reconcile(
  { queue, said, rows }: { queue: Queue; said: Said; rows: Rows },
  call: Call,
  heads: readonly LogHead[],
  rewound: ReadonlySet<Id>,
): Promise<ReadonlyMap<Id, number>> {
  const epochs = new Map(heads.map(({ log, epoch }) => [log, epoch]));
  const suspects = said.suspects(epochs, rewound);
  // Acknowledged, but it has not come back; or tried so long ago that nobody should send it unasked.
  const doubtful = queue.all.filter((entry) => entry.acknowledged !== null || (entry.tried && queue.held(entry)));
  const ids = [...suspects, ...doubtful].flatMap(({ id, draft }) => [id, targetOf(draft) ?? id]);
  const lacking = await ask(call, [...new Set(ids)]);

  for (const entry of doubtful) {
    const epoch = epochs.get(standsIn(entry, epochs));
    if (lacking.has(entry.id)) entry.acknowledged = null;
    else if (epoch) {
      queue.drop(entry);
      void said.keep(entry, epoch).then(() => rows.delete(entry));
    }
  }
  const again: SaidRow[] = [];
  for (const row of suspects) {
    const epoch = epochs.get(standsIn(row, epochs));
    if (!lacking.has(row.id) && epoch) {
      said.confirm(row, epoch);
      continue;
    }
    const target = targetOf(row.draft);
    const coming = again.some(({ id }) => id === target) || (target && queue.find(row.log, target));
    // A change of one's own message that is not there, and will not be, has nothing to change. Whether another's is there
    // nobody says: what is about it is offered, and is over where it is not.
    const { kind } = row.draft;
    const own = kind === 'edit' || (kind === 'delete' && !row.others);
    if (!own || !lacking.has(target ?? '') || coming) again.push(row);
    else said.forget(row);
  }
  const revived = again.map((row) => {
    const { epoch: _, ...kept } = row;
    const entry = { ...toWaiting({ ...kept, tried: true, refused: null }), again: true };
    said.forget(row, rows.write(entry));
    return entry;
  });
  queue.takeUp(revived);

  const counts = new Map<Id, number>();
  for (const { log } of again) counts.set(log, (counts.get(log) ?? 0) + 1);
  return counts;
}

async function ask(call: Call, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const lacking = new Set<Id>();
  for (let start = 0; start < ids.length; start += limits.lackingIds) {
    const answer = await call('lacking', { ids: ids.slice(start, start + limits.lackingIds) });
    if (!answer.ok) throw new Error(answer.error.code);
    for (const id of answer.value.ids) lacking.add(id);
  }
  return lacking;
}
