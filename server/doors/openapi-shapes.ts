/** The schemas of what crosses the doors, as JSON Schema (draft 2020-12, which OpenAPI 3.1 takes as it is). */
import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import {
  Emoji,
  Entry,
  EventId,
  Id,
  limits,
  Member,
  MemberName,
  MessageText,
  OpenLog,
  OwnId,
  PollOption,
  Refusal,
  Room,
  Server,
  Side,
  type Schema,
} from '../../protocol';
import { emojiPattern, SPACE, UNSEEN } from './openapi-patterns';

export type Json = Readonly<Record<string, unknown>>;
/** What is said to the server, and what it answers: a name may come with spaces around it, and never leaves with them. */
type Mode = 'input' | 'output';
type Defined = NonNullable<ConversionConfig['definitions']>;

const told: Defined = { Id, Server, Member, Room, Side, OpenLog, Emoji, Entry, Refusal } as Defined;
const asked: Defined = { Id, OwnId, MemberName, MessageText, PollOption, Emoji, EventId } as Defined;

const nameShape = (most: number, what: string): Json => ({
  type: 'string',
  minLength: 1,
  maxLength: most,
  pattern: `[^${UNSEEN}]`,
  description: `${what} One line, with something to see. Counted in UTF-16 code units, after controls and needless spaces are taken out.`,
});

/** What no schema of the program can print, because it decides by a function. */
const written = (): Readonly<Record<string, Json>> => ({
  OwnId: {
    type: 'string',
    pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-79a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$',
    description: 'A UUID in lower case that its author makes, of any version but 8 (RFC 9562).',
    examples: ['0192f0c1-2b3a-7c4d-8e5f-60718293a4b5'],
  },
  MemberName: nameShape(limits.memberName, 'A person’s name.'),
  PollOption: nameShape(limits.pollOption, 'One answer of a poll.'),
  MessageText: {
    type: 'string',
    minLength: 1,
    maxLength: limits.messageText,
    pattern: `[^${SPACE}]`,
    description: 'What a message says: not only white space. Counted in UTF-16 code units.',
    examples: ['안녕하세요'],
  },
  Emoji: { type: 'string', minLength: 1, maxLength: limits.emoji, pattern: emojiPattern(), examples: ['👏'] },
});

const config = (mode: Mode): ConversionConfig => ({
  target: 'draft-2020-12',
  typeMode: mode,
  errorMode: 'ignore',
  definitions: mode === 'input' ? asked : told,
  overrideSchema({ valibotSchema, jsonSchema }) {
    // What is passed on asks nothing (server/store/rules.ts).
    const { entries = {} } = valibotSchema as { entries?: object };
    const asking = 'poll' in entries && 'forward' in entries;
    return asking ? { ...jsonSchema, not: { required: ['poll', 'forward'] } } : undefined;
  },
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
});

/** One schema, with those that have a name named. */
export function shapeOf(schema: Schema, mode: Mode): Json {
  const { $schema: _, $defs: __, ...shape } = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0], config(mode));
  return shape;
}

/** The schemas that have a name. */
export const namedShapes = (): Json => ({
  ...toJsonSchemaDefs(asked, config('input')),
  ...toJsonSchemaDefs(told, config('output')),
  ...written(),
});
