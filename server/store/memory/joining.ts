/** Devices and invitations in memory. */
import { limits, refuse, type Id, type Invitation, type Member, type Refusal } from '../../../protocol';
import { headOf, ownEntry } from '../entries';
import { invitationLine, unusable, type FurtherDevice, type Joining, type Newcomer } from '../joining';
import { StoreError } from '../store';
import { add, type Kept, type KeptInvitation } from './kept';
import { noteHandOver, noteIn, otherHosts } from './moderation';
import type { MemoryTurns } from './turns';

type JoinAnswer = Awaited<ReturnType<Joining['join']>>;

export class MemoryJoining implements Joining {
  readonly #kept: Kept;
  readonly #turns: MemoryTurns;

  constructor(kept: Kept, turns: MemoryTurns) {
    this.#kept = kept;
    this.#turns = turns;
  }

  join: Joining['join'] = (newcomer) =>
    this.#turns.change<JoinAnswer>(() => {
      const { member: id, name, role, via, now, bot } = newcomer;
      const log = [...this.#kept.logs.values()][0];
      if (!log) throw new StoreError('internal', 'there is no first room');
      const refused = newcomer.invitation === undefined ? null : this.#refusal(newcomer.invitation, now);
      if (refused) return { answer: { ok: false, error: refused }, apply: null };
      this.#checkToken(newcomer.tokenHash);
      const member: Member = {
        ...{ id, name, role, via, private: newcomer.private, joinedAt: now },
        ...{ standing: 'in', mutedUntil: null, status: null, quietUntil: null },
      };
      const { entry, state } = ownEntry(
        { kind: 'joined', id: newcomer.entry, author: id, now, body: { name } },
        log.state,
      );
      const demoted = role === 'host' ? otherHosts(this.#kept, id) : [];
      return {
        answer: { ok: true, value: { member, demoted, joined: { head: headOf(state), results: [], added: [entry] } } },
        apply: () => {
          this.#kept.members.set(id, member);
          this.#addDevice(newcomer);
          add(this.#kept, state, [{ entry, digest: null }]);
          if (bot) {
            this.#kept.bots.set(id, { ...bot, member: id, madeAt: now });
            noteIn(this.#kept, { at: now, by: bot.by, act: 'bot', subject: id, detail: name });
          } else noteIn(this.#kept, { at: now, by: null, act: 'join', subject: id, detail: `${name}: ${role}` });
          for (const other of demoted) this.#kept.members.set(other.id, other);
          noteHandOver(this.#kept, demoted, { to: id, by: null, now });
        },
      };
    });

  addDevice: Joining['addDevice'] = (device) =>
    this.#turns.change<Awaited<ReturnType<Joining['addDevice']>>>(() => {
      const member = this.#kept.members.get(device.member);
      if (member?.standing !== 'in') return { answer: { ok: false, error: refuse('no-such-member') }, apply: null };
      if (this.#devicesOf(device.member).length >= limits.devices)
        return { answer: { ok: false, error: refuse('too-many') }, apply: null };
      const refused = this.#refusal(device.invitation, device.now);
      if (refused) return { answer: { ok: false, error: refused }, apply: null };
      this.#checkToken(device.tokenHash);
      const line = {
        at: device.now,
        by: member.id,
        act: 'join',
        subject: member.id,
        detail: `${member.name}: device`,
      } as const;
      return {
        answer: { ok: true, value: member },
        apply: () => {
          this.#addDevice(device);
          noteIn(this.#kept, line);
        },
      };
    });

  deviceByToken: Joining['deviceByToken'] = (tokenHash) =>
    this.#turns.ask(() => {
      const device = this.#kept.devices.get(tokenHash);
      return device && device.ended === null
        ? { device: device.device, member: device.member, seenAt: device.seenAt }
        : null;
    });

  devices: Joining['devices'] = (member) =>
    this.#turns.ask(() =>
      this.#devicesOf(member)
        .map(({ device, via, private: unread, madeAt, seenAt }) => ({
          id: device,
          via,
          private: unread,
          madeAt,
          seenAt,
        }))
        .sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1)),
    );

  endDevice: Joining['endDevice'] = ({ member, device: id, now }) =>
    this.#turns.change(() => {
      const device = [...this.#kept.devices.values()].find(
        ({ device, member: own }) => device === id && own === member,
      );
      return {
        answer: device !== undefined,
        apply:
          device?.ended === null
            ? () => {
                device.ended = 'signed-out';
                noteIn(this.#kept, { at: now, by: member, act: 'sign-out', subject: member, detail: '' });
              }
            : null,
      };
    });

  seen: Joining['seen'] = ({ device: id, now }) =>
    this.#turns.change(() => ({
      answer: undefined,
      apply: () => {
        for (const device of this.#kept.devices.values()) if (device.device === id) device.seenAt = now;
      },
    }));

  invite: Joining['invite'] = (asked) =>
    this.#turns.change<Awaited<ReturnType<Joining['invite']>>>(() => {
      const { tokenHash, uses, now, ...request } = asked;
      const open = this.#all().filter((invitation) => unusable(invitation, now) === null);
      const own = open.filter(({ by }) => by === request.by);
      if (open.length >= limits.invitations || own.length >= limits.invitationsOfOne)
        return { answer: { ok: false, error: refuse('too-many') }, apply: null };
      const made: Invitation = { ...request, madeAt: now, usesLeft: uses, revoked: false };
      return {
        answer: { ok: true, value: made },
        apply: () => {
          this.#kept.invitations.set(made.id, { ...made, tokenHash });
          noteIn(this.#kept, { at: now, by: made.by, act: 'invite', subject: null, detail: invitationLine(asked) });
          const over = this.#all().filter((invitation) => unusable(invitation, now) !== null);
          for (const { id } of over.sort(newestFirst).slice(limits.invitations)) this.#kept.invitations.delete(id);
        },
      };
    });

  invitationByToken: Joining['invitationByToken'] = (tokenHash) =>
    this.#turns.ask(() => shown(this.#all().find((invitation) => invitation.tokenHash === tokenHash)));

  invitations: Joining['invitations'] = ({ by, now }) =>
    this.#turns.ask(() => {
      const all = this.#all()
        .filter((invitation) => by === null || invitation.by === by)
        .sort(newestFirst);
      let others = 0;
      return all
        .filter((invitation) => unusable(invitation, now) === null || (others += 1) <= limits.invitationsShown)
        .flatMap((invitation) => shown(invitation) ?? []);
    });

  revoke: Joining['revoke'] = ({ id, who, all, now }) =>
    this.#turns.change(() => {
      const invitation = this.#kept.invitations.get(id);
      if (!invitation || (invitation.by !== who && !all)) return { answer: null, apply: null };
      const revoked = { ...invitation, revoked: true };
      return {
        answer: shown(revoked),
        apply: () => {
          this.#kept.invitations.set(id, revoked);
          noteIn(this.#kept, { at: now, by: who, act: 'revoke', subject: revoked.by, detail: '' });
        },
      };
    });

  #all(): KeptInvitation[] {
    return [...this.#kept.invitations.values()];
  }

  #devicesOf(member: Id) {
    return [...this.#kept.devices.values()].filter((device) => device.member === member && device.ended === null);
  }

  #refusal(invitation: Id, now: number): Refusal | null {
    const kept = this.#kept.invitations.get(invitation);
    return kept ? unusable(kept, now) : refuse('invitation-unknown');
  }

  #checkToken(tokenHash: string): void {
    if (this.#kept.devices.has(tokenHash)) throw new StoreError('internal', 'this token is somebody’s already');
  }

  /** With the use of the invitation it came with. */
  #addDevice({ device, member, tokenHash, via, private: unread, now, invitation }: Newcomer | FurtherDevice): void {
    this.#kept.devices.set(tokenHash, {
      ...{ device, member, via, private: unread },
      // Whoever makes a bot is not it: nobody has come with its token yet.
      ...{ madeAt: now, seenAt: via === 'bot' ? null : now, ended: null },
    });
    const used = invitation === undefined ? undefined : this.#kept.invitations.get(invitation);
    if (used) this.#kept.invitations.set(used.id, { ...used, usesLeft: used.usesLeft - 1 });
  }
}

const newestFirst = (a: Invitation, b: Invitation) => b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1);

/** Without its token's hash. */
function shown(invitation: KeptInvitation | undefined): Invitation | null {
  if (!invitation) return null;
  const { tokenHash: _, ...rest } = invitation;
  return rest;
}
