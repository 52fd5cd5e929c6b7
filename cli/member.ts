/** The member this profile is, connected: client/'s session, and what a command without a screen needs of it. */
import { first, openSession, type Session } from '../client';
import type { Answer, Input, NetworkCalls, Output } from '../protocol';
import type { Context } from './context';
import { byCause, byRefusal, Ended, exits } from './exits';
import { clock, random } from './ports/machine';
import { SocketTransport } from './ports/socket';

/** A session that has been told nothing yet. */
export function sessionOf({ profile, atEnd }: Context, { later = false } = {}): Session {
  const { url, server, fingerprint } = profile.joined();
  const session = openSession(
    {
      transport: new SocketTransport({ fingerprint, vouched: fingerprint === null }),
      storage: profile.storage({ later }),
      secrets: profile.secrets,
      clock,
      random,
    },
    { url, server: server.id },
  );
  atEnd(() => session.close());
  return session;
}

/** Resolves when it is connected. @throws Ended at the first attempt that fails */
export async function connected(session: Session, { words, profile }: Context): Promise<void> {
  session.connect();
  const state = await first(session.connection, ({ phase }) => phase !== 'connecting');
  if (state.phase === 'stranger') throw new Ended(exits.notJoined, words.notJoined(profile.folder));
  if ('cause' in state) throw byCause(state.cause, words);
}

/** Resolves when it is connected again. @throws Ended when that will not be by itself */
export async function again(session: Session, { words }: Context): Promise<void> {
  const state = await first(session.connection, ({ phase }) => phase === 'connected' || phase === 'offline');
  if (state.phase === 'offline') throw byCause(state.cause, words);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Before a server is asked again that named no time, in ms. */
const SOON = 500;

/**
 * Asks until there is an answer: over lost connections, and again where the server says "not now".
 * @throws Ended where it is refused for good and `final` does not want to hear of it
 */
export async function ask<N extends keyof NetworkCalls & string>(
  session: Session,
  context: Context,
  name: N,
  input: Input<NetworkCalls[N]>,
): Promise<Answer<Output<NetworkCalls[N]>>> {
  for (;;) {
    await again(session, context);
    const answer = await session.call(name, input);
    if (answer.ok || answer.error.kind === 'final') return answer;
    if (answer.error.code !== 'not-connected') await pause(answer.error.retryAfter ?? SOON);
    // The state is told of a lost connection a moment after the call is.
    else await pause(1);
  }
}

/** As `ask`. @throws Ended where it is refused */
export async function must<N extends keyof NetworkCalls & string>(
  session: Session,
  context: Context,
  name: N,
  input: Input<NetworkCalls[N]>,
): Promise<Output<NetworkCalls[N]>> {
  const answer = await ask(session, context, name, input);
  if (!answer.ok) throw byRefusal(answer.error, context.words);
  return answer.value;
}
