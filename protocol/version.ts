/**
 * The wire's version. A change of any schema in network.ts needs a new number here, with a line of history;
 * tests/contract holds a hash of the schemas against it.
 *
 * 1: join, resume, read, append, rooms, presence.
 * 2: edit and delete entries, lacking.
 * 3: privacy, invitations, knocking, roles, moderation.
 * 4: private rooms and direct conversations, whispers, threads, reactions, pins, polls, mentions, presence, readers, counts.
 */
export const PROTOCOL = 4;
/** The oldest client version a server of this build still serves. */
export const OLDEST_PROTOCOL = 4;
