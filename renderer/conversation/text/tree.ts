/** What a message's text becomes: a small tree that components draw. No HTML string exists anywhere. */
import type { Id, MessageEntry } from '../../../protocol';
import type { MessageLink } from '../timeline/message-link';

export type Everybody = NonNullable<MessageEntry['body']['everybody']>;

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'emphasis' | 'strong' | 'strike'; children: Inline[] }
  /** Somebody, or everybody, is named: as it was written, with the @. */
  | { kind: 'mention'; text: string; whom: { member: Id } | { everybody: Everybody } }
  /** To a message. */
  | { kind: 'message'; link: MessageLink; children: Inline[] }
  /** `host` is where the link really leads; `disguised`: its words look like another address. */
  | { kind: 'link'; href: string; host: string; disguised: boolean; children: Inline[] };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  /** `language` as it was typed behind the fence; empty where nothing was. */
  | { kind: 'code'; text: string; language: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] };

/** The words of a tree, without their form. */
export const plain = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'break') return '\n';
      return 'children' in inline ? plain(inline.children) : inline.text;
    })
    .join('');
