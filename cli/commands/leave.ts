/** Signs this profile's device out, and forgets it here. */
import type { Command } from '../context';
import { byRefusal, Ended, exits } from '../exits';
import { connected, sessionOf } from '../member';

export const leave: Command = async (context) => {
  const { given, words, out, profile } = context;
  const { device, server } = profile.joined();
  const session = sessionOf(context);
  try {
    await connected(session, context);
    const answer = await session.signOut(device);
    if (!answer.ok) throw byRefusal(answer.error, words);
  } catch (error) {
    // Nobody there knows this device any more, or its person does not want to wait until somebody does.
    const over = error instanceof Ended && (error.exit === exits.notJoined || given.is('forget'));
    if (!over) throw error;
  }
  session.close();
  profile.forget();
  out.say(words.left(server.name));
};
