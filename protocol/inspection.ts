/** How a server saw one's own connection begin. */
import * as v from 'valibot';
import { call } from './define';

const Header = v.object({ name: v.string(), value: v.string() });

/** A request as it arrived, and what it was answered with. */
const Exchange = v.object({
  method: v.string(),
  path: v.string(),
  /** 1.1 */
  version: v.string(),
  headers: v.array(Header),
  /** Null where that was not written down: only the answer to an upgrade is. */
  answer: v.nullable(v.object({ status: v.number(), headers: v.array(Header) })),
});

export const inspectionCalls = {
  line: call(
    'How the server saw this connection begin: its first request, and the one by which it was upgraded. Tokens, cookies and what names a session are removed; of headers that are not known to be harmless only the name is told.',
    v.object({}),
    v.object({
      /** Where the other end is, as the server sees it. */
      address: v.string(),
      /** Nobody in between can read along. */
      private: v.boolean(),
      protocol: v.number(),
      /** The program's own; empty where it is not known. */
      version: v.string(),
      first: v.nullable(Exchange),
      upgrade: v.nullable(Exchange),
    }),
  ),
} as const;
