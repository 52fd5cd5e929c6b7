import { refuse } from '../../protocol';
import { changed, tellKnocks } from '../moderation/changed';
import type { Handler } from './context';

export const appoint: Handler<'appoint'> = async (context, session, { member: id, role }) => {
  const { store, roster, clock } = context;
  // A token that went over plain HTTP was anybody's to read: it never becomes worth more than a guest's.
  if (role !== 'guest' && roster.member(id)?.private === false) return { ok: false, error: refuse('not-allowed') };
  // What a bot may do its scopes say, and no role.
  if (roster.member(id)?.via === 'bot') return { ok: false, error: refuse('not-allowed') };
  const appointed = await store.appoint({ member: id, role, by: session.member, now: clock.now() });
  if (!appointed.ok) return appointed;
  changed(context, [appointed.value]);
  tellKnocks(context, appointed.value);
  return { ok: true, value: { member: appointed.value } };
};
