/** Heads of logs, each told to those alone whose it is to read it. */
import type { Context } from '../calls/context';

export function tellHeads({
  access,
  feed,
  outlet,
  presence,
}: Pick<Context, 'access' | 'feed' | 'outlet' | 'presence'>): void {
  outlet.push('members', 'heads', { logs: feed.heads.filter(({ log }) => access.isCommon(log)) });
  for (const member of presence.here) {
    const logs = access.of(member).flatMap(({ log }) => (access.isCommon(log) ? [] : (feed.told(log) ?? [])));
    if (logs.length > 0) outlet.push({ member }, 'heads', { logs });
  }
}
