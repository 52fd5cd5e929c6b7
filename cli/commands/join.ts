/** Steps onto a porch: shakes hands, asks about a key nobody knows, joins, and keeps who one is. */
import { first, openSession, type ConnectionState, type Session } from '../../client';
import type { Fingerprint } from '../../protocol';
import { readAddress, type Destination } from '../address';
import type { Command, Context } from '../context';
import { byCause, byRefusal, Ended, exits } from '../exits';
import { askPerson, secretFrom } from '../input';
import { harmless } from '../output';
import { fingerprintOf } from '../parsing';
import { clock, random } from '../ports/machine';
import { SocketTransport } from '../ports/socket';
import { comparisonWords } from '../words';

interface Reached {
  session: Session;
  transport: SocketTransport;
  url: string;
}
type Failed = Extract<ConnectionState, { phase: 'offline' | 'reconnecting' }>['cause'];

/** The first of the addresses where the right one answers; else why the first of them does not. */
async function reach(
  { urls }: Destination,
  fingerprint: Fingerprint | null,
  { profile, atEnd }: Context,
): Promise<Reached | Failed> {
  let why: Failed | null = null;
  for (const url of urls) {
    const transport = new SocketTransport({ fingerprint, vouched: false });
    const ports = { transport, storage: profile.storage(), secrets: profile.secrets, clock, random };
    const session = openSession(ports, { url, ...(fingerprint ? { fingerprint } : {}) });
    atEnd(() => session.close());
    session.connect();
    const state = await first(session.connection, ({ phase }) => phase !== 'connecting');
    if (state.phase === 'stranger') return { session, transport, url };
    session.close();
    if ('cause' in state) why ??= state.cause;
  }
  return why ?? { code: 'not-reachable' };
}

/** A key that nobody knows yet: whoever sits here compares its words. @throws Ended where nobody says that it is right */
async function compare(key: Fingerprint, { words, out }: Context): Promise<void> {
  out.say(words.firstKey(comparisonWords(key, words.language)));
  const answer = await askPerson(words.compare);
  if (answer === null || !words.yes.includes(answer)) throw new Ended(exits.untrusted, words.notCompared(key));
}

async function enter(to: Destination, key: Fingerprint | null, context: Context): Promise<Reached> {
  const { words, out } = context;
  const reached = await reach(to, key, context);
  if ('session' in reached) return reached;
  if (reached.code === 'key-changed') out.say(words.expectedKey(comparisonWords(reached.fingerprint, words.language)));
  if (reached.code !== 'key-unknown') throw byCause(reached, words);
  await compare(reached.fingerprint, context);
  return enter(to, reached.fingerprint, context);
}

export const join: Command = async (context) => {
  const { given, words, out, profile } = context;
  const [address] = given.rest;
  if (address === undefined) throw new Ended(exits.usage, words.missing('address'));
  const to = readAddress(address);
  if (to === null) throw new Ended(exits.usage, words.badAddress);
  const name = given.text('name') ?? (to.pairing ? 'maru' : undefined);
  if (name === undefined) throw new Ended(exits.usage, words.missing('name'));
  const key = fingerprintOf(given.text('fingerprint'), words) ?? to.fingerprint;
  const already = profile.read();
  if (already) throw new Ended(exits.refused, words.alreadyJoined(already.server.name, already.me.name));
  const file = given.text('password-file');
  const password = file === undefined ? null : await secretFrom(file, context);

  const { session, transport, url } = await enter(to, key, context);
  const answer = await session.join({
    name,
    ...(password === null ? {} : { password }),
    ...(to.token === null ? {} : { invitation: to.token }),
  });
  if (!answer.ok) {
    if (answer.error.code === 'password-needed') out.say(words.passwordHow);
    throw byRefusal(answer.error, words);
  }
  const { server, member, device } = answer.value;
  const met = transport.met;
  profile.keep({
    ...{ url, server, device, me: { id: member.id, name: member.name } },
    // Whom an authority vouches for may have another key tomorrow.
    fingerprint: key ?? (met?.vouched ? null : (met?.fingerprint ?? null)),
    joinedAt: member.joinedAt,
  });
  // What later commands need to know where nobody answers is kept before this one ends.
  await Promise.race([
    first(session.server, ({ rooms }) => rooms.length > 0),
    first(session.connection, ({ phase }) => phase === 'reconnecting' || phase === 'offline'),
  ]);
  out.data({ server, me: { id: member.id, name: member.name, role: member.role }, url }, () =>
    harmless(words.joined(server.name, member.name)),
  );
};
