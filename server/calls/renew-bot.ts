import { hashToken, newToken } from '../secrets';
import type { Handler } from './context';

export const renewBot: Handler<'renewBot'> = async ({ store, sessions, newId, clock }, session, { member }) => {
  const token = newToken();
  const renewed = await store.renewBot({
    ...{ member, device: newId(), tokenHash: hashToken(token) },
    ...{ by: session.member, now: clock.now() },
  });
  if (!renewed.ok) return renewed;
  for (const device of renewed.value.ended) sessions.end({ device });
  return { ok: true, value: { token } };
};
