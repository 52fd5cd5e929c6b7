/**
 * The wire's version. A change of any schema in network.ts needs a new number here, with a line of history;
 * tests/contract holds a hash of the schemas against it.
 *
 * 1: join, resume, read, append, rooms, presence.
 * 2: edit and delete entries, lacking.
 * 3: privacy, invitations, knocking, roles, moderation.
 * 4: private rooms and direct conversations, whispers, threads, reactions, pins, polls, mentions, presence, readers, counts.
 * 5: doors for programs: relays, the line's own facts; bots and webhooks.
 */
export const PROTOCOL = 5;
/** The oldest client version a server of this build still serves: an older one knows no member who is a bot. */
export const OLDEST_PROTOCOL = 5;
