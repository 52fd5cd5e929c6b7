/** Removals, bans, muting, roles and the audit log in memory. */
import { limits, refuse, type Answer, type Id, type Member } from '../../../protocol';
import { headOf, ownEntry } from '../entries';
import { slowLine, type Moderating, type Note, type Sight } from '../moderation';
import { StoreError } from '../store';
import { add, type Kept } from './kept';
import { roomIn } from './rooms';
import type { MemoryTurns, Plan } from './turns';

const refused = (code: 'no-such-member' | 'no-such-log' | 'too-many') => ({
  answer: { ok: false as const, error: refuse(code) },
  apply: null,
});

export function moderating(kept: Kept, turns: MemoryTurns): Moderating {
  const isIn = (id: Id): Member | null => {
    const member = kept.members.get(id);
    return member?.standing === 'in' ? member : null;
  };
  /** Changes a member who is in, and writes the line. */
  const change = (
    id: Id,
    changed: Partial<Member>,
    line: Pick<Note, 'at' | 'by' | 'act'> & { detail?: string },
  ): Promise<Answer<Member>> =>
    turns.change<Answer<Member>>(() => {
      const before = isIn(id);
      if (!before) return refused('no-such-member');
      const member = { ...before, ...changed };
      const detail = line.detail === undefined ? member.name : `${member.name}: ${line.detail}`;
      return {
        answer: { ok: true, value: member },
        apply: () => {
          kept.members.set(id, member);
          noteIn(kept, { ...line, subject: id, detail });
        },
      };
    });

  return {
    remove: (removal) => turns.change(() => remove(kept, removal)),
    bans: () =>
      turns.ask(() =>
        [...kept.bans.values()].reverse().map(({ devices, addresses, ...ban }) => ({
          ...ban,
          name: kept.members.get(ban.member)?.name ?? '',
          devices: devices.length,
          addresses: addresses.length,
        })),
      ),
    unban: ({ id, by, now }) =>
      turns.change<Answer<Member>>(() => {
        const ban = kept.bans.get(id);
        const before = ban && kept.members.get(ban.member);
        if (!before) return refused('no-such-member');
        const others = [...kept.bans.values()].some((other) => other.member === ban.member && other.id !== id);
        const member: Member = { ...before, standing: others ? 'banned' : 'removed' };
        return {
          answer: { ok: true, value: member },
          apply: () => {
            kept.bans.delete(id);
            kept.members.set(member.id, member);
            noteIn(kept, { at: now, by, act: 'unban', subject: member.id, detail: member.name });
          },
        };
      }),
    isBanned: ({ address, device }) =>
      turns.ask(() =>
        [...kept.bans.values()].some(
          (ban) => ban.addresses.includes(address) || (device !== null && ban.devices.includes(device)),
        ),
      ),
    mute: ({ member, until, by, now }) =>
      change(
        member,
        { mutedUntil: until },
        until === null
          ? { at: now, by, act: 'unmute' }
          : { at: now, by, act: 'mute', detail: new Date(until).toISOString() },
      ),
    slow: ({ room: id, seconds, by, now }) =>
      turns.change<Awaited<ReturnType<Moderating['slow']>>>(() => {
        const before = kept.rooms.get(id);
        if (!before) return refused('no-such-log');
        const room = { ...before, slow: seconds };
        return {
          answer: { ok: true, value: roomIn(kept, room) },
          apply: () => {
            kept.rooms.set(id, room);
            // Nobody waits for what was said before the room was slow.
            if (seconds === 0) for (const key of kept.spoken.keys()) if (key.startsWith(id)) kept.spoken.delete(key);
            noteIn(kept, { at: now, by, act: 'slow', subject: null, detail: slowLine(room, seconds) });
          },
        };
      }),
    appoint: ({ member, role, by, now }) => change(member, { role }, { at: now, by, act: 'role', detail: role }),
    transfer: ({ to, by, now }) =>
      turns.change<Answer<Member[]>>(() => {
        const host = isIn(to);
        if (!host) return refused('no-such-member');
        const demoted = otherHosts(kept, to);
        const changed: Member[] = [...demoted, { ...host, role: 'host' }];
        const apply = () => {
          for (const member of changed) kept.members.set(member.id, member);
          noteHandOver(kept, demoted, { to, by, now });
        };
        return { answer: { ok: true, value: changed }, apply };
      }),
    note: (line) => turns.change(() => ({ answer: undefined, apply: () => noteIn(kept, line) })),
    audit: ({ before = Infinity, limit }) =>
      turns.ask(() =>
        kept.audit
          .filter(({ seq }) => seq < before)
          .slice(-limit)
          .reverse(),
      ),
    saw: (sights) =>
      turns.change(() => ({
        answer: undefined,
        apply: () => {
          const devices = new Set([...kept.devices.values()].map(({ device }) => device));
          for (const sight of sights) if (devices.has(sight.device)) see(kept, sight);
        },
      })),
    endedToken: (hash) =>
      turns.ask(() => {
        const known = kept.devices.get(hash);
        return known?.ended ? { device: known.device, why: known.ended } : null;
      }),
  };
}

/** Writes a line of the audit log. */
export function noteIn(kept: Kept, line: Note): void {
  kept.audit.push({ seq: (kept.audit.at(-1)?.seq ?? 0) + 1, ...line });
  kept.audit.splice(0, kept.audit.length - limits.auditLines);
}

/** Who was the host when `to` becomes it, as the moderators they then are; nothing is written yet. */
export const otherHosts = (kept: Kept, to: Id): Member[] =>
  [...kept.members.values()].flatMap((member): Member | Member[] =>
    member.role === 'host' && member.id !== to ? { ...member, role: 'moderator' } : [],
  );

/** Once `demoted` and the new host are written. */
export function noteHandOver(
  kept: Kept,
  demoted: readonly Member[],
  { to, by, now }: { to: Id; by: Id | null; now: number },
): void {
  const detail = kept.members.get(to)?.name ?? '';
  if (demoted.length > 0) noteIn(kept, { at: now, by, act: 'transfer', subject: to, detail });
}

function see(kept: Kept, { device, address, now }: Sight): void {
  const sights = new Map(kept.sights.get(device)).set(address, now);
  const last = [...sights].sort(([, one], [, other]) => other - one).slice(0, limits.deviceAddresses);
  kept.sights.set(device, new Map(last));
}

/** Where these devices came from, as long as that counts for a ban. */
function lately(kept: Kept, devices: readonly { device: Id }[], now: number): Set<string> {
  const sights = devices.flatMap(({ device }) => [...(kept.sights.get(device) ?? [])]);
  return new Set(sights.flatMap(([address, at]) => (at > now - limits.banAddressAge ? address : [])));
}

function remove(
  kept: Kept,
  { member: id, by, entry, ban, spared, reason, now }: Parameters<Moderating['remove']>[0],
): Plan<Awaited<ReturnType<Moderating['remove']>>> {
  const before = kept.members.get(id);
  if (before?.standing !== 'in') return refused('no-such-member');
  if (ban !== null && kept.bans.size >= limits.bans) return refused('too-many');
  const first = [...kept.logs.values()][0];
  if (!first) throw new StoreError('internal', 'there is no first room');
  const member: Member = { ...before, standing: ban === null ? 'removed' : 'banned' };
  const said = { kind: 'removed', id: entry, author: by, now, body: { member: id, name: member.name } } as const;
  const own = ownEntry(said, first.state);
  const removed = { head: headOf(own.state), results: [], added: [own.entry] };
  return {
    answer: { ok: true, value: { member, removed } },
    apply: () => {
      kept.members.set(id, member);
      const devices = [...kept.devices.values()].filter((device) => device.member === id);
      if (ban !== null) {
        const hosts = [...kept.devices.values()].filter((device) => kept.members.get(device.member)?.role === 'host');
        const never = new Set([...spared, ...lately(kept, hosts, now)]);
        const addresses = [...lately(kept, devices, now)].filter((address) => !never.has(address));
        kept.bans.set(ban, {
          id: ban,
          member: id,
          by,
          at: now,
          devices: devices.map(({ device }) => device),
          addresses,
        });
      }
      for (const device of devices) device.ended ??= 'removed';
      add(kept, own.state, [{ entry: own.entry, digest: null }]);
      noteIn(kept, {
        ...{ at: now, by, act: ban === null ? 'remove' : 'ban', subject: id },
        detail: reason === '' ? member.name : `${member.name}: ${reason}`,
      });
    },
  };
}
