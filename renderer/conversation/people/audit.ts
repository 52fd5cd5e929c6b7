/** Lines of the audit log as sentences. Names are those of today where the member is known, else the one written down. */
import { limits, roles, type AuditLine, type Role } from '../../../protocol';
import { speech } from '../../words';
import { spanOf } from './spans';

export interface Told {
  sentence: string;
  /** The role, the term or the reason that was written with it; null for none. */
  more: string | null;
}

/** @param nameOf null for somebody who is not known here */
export function told(line: AuditLine, nameOf: (id: string) => string | null): Told {
  const words = speech.words.people;
  const subject = line.subject === null ? null : nameOf(line.subject);
  const [written, rest] = split(line.detail, subject);
  const by = line.by === null ? words.theServer : (nameOf(line.by) ?? speech.words.conversation.somebody);
  const who = subject ?? (written === '' ? speech.words.conversation.somebody : written);
  return { sentence: words.audited[line.act](by, who), more: moreOf(line.act, written, rest) };
}

/** `NAME: MORE`, or only a name. A name may hold a colon, so the one that is known goes first. */
function split(detail: string, name: string | null): [string, string] {
  if (detail === name) return [detail, ''];
  if (name !== null && detail.startsWith(`${name}: `)) return [name, detail.slice(name.length + 2)];
  const at = detail.indexOf(': ');
  return at === -1 ? [detail, ''] : [detail.slice(0, at), detail.slice(at + 2)];
}

function moreOf(act: AuditLine['act'], written: string, rest: string): string | null {
  const words = speech.words.people;
  switch (act) {
    case 'join':
    case 'role':
      return isRole(rest) ? words.roles[rest] : null;
    case 'mute': {
      const until = Date.parse(rest);
      if (Number.isNaN(until)) return null;
      return until >= limits.lastMoment
        ? words.muteTerms.open
        : words.mutedUntil(`${speech.formats.day(until)} ${speech.formats.time(until)}`);
    }
    case 'slow': {
      const seconds = Number(/^(\d+) s$/.exec(rest)?.[1]);
      return Number.isNaN(seconds) ? null : `# ${written} · ${seconds === 0 ? words.slowNone : spanOf(seconds)}`;
    }
    case 'remove':
    case 'ban':
      return rest === '' ? null : `“${rest}”`;
    default:
      return null;
  }
}

const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);
