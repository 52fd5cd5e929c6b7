import { hashToken, newToken } from '../secrets';
import type { Handler } from './context';

export const renewBot: Handler<'renewBot'> = async (
  { store, sessions, newId, clock, tokenTries },
  session,
  { member },
) => {
  const token = newToken();
  const tokenHash = hashToken(token);
  const renewed = await store.renewBot({
    ...{ member, device: newId(), tokenHash },
    ...{ by: session.member, now: clock.now() },
  });
  if (!renewed.ok) return renewed;
  tokenTries.right(tokenHash);
  for (const device of renewed.value.ended) sessions.end({ device });
  return { ok: true, value: { token } };
};
