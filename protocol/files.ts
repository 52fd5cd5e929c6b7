/** A file that a person is handed: its name is proposed here, its place is theirs to say. */
import * as v from 'valibot';
import { limits } from './limits';

export const HandedFile = v.object({
  /** No path, nothing hidden, and of a kind that nothing runs. */
  name: v.pipe(v.string('shape'), v.regex(/^[a-z0-9][a-z0-9-]{0,40}\.(?:jsonl|har)$/, 'shape')),
  text: v.pipe(v.string('shape'), v.maxBytes(limits.handedFile, 'long')),
});
/** Of a conversation: its title, in any writing, and a day. No path. */
export const PdfName = v.pipe(v.string('shape'), v.regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} _-]{0,80}\.pdf$/u, 'shape'));

export type HandedFile = v.InferOutput<typeof HandedFile>;

/** `saved`: false where the person thought better of it. */
export const Handed = v.object({ saved: v.boolean() });
