/** Who this profile is, and where. Nobody is asked. */
import type { Command } from '../context';
import { harmless } from '../output';
import { comparisonWords } from '../words';

export const whoami: Command = async ({ out, words, profile }) => {
  const { url, server, me, device, fingerprint, joinedAt } = profile.joined();
  const key = fingerprint === null ? null : comparisonWords(fingerprint, words.language);
  const waiting = (await profile.storage({ later: true }).table('outbox').all()).length;
  out.data({ server, me, device, url, fingerprint, words: key, joinedAt, waiting, profile: profile.folder }, () =>
    [words.joined(server.name, me.name), url, key, profile.folder]
      .flatMap((line) => (line ? harmless(line) : []))
      .join('\n'),
  );
};
