/** What a message's text becomes: a small tree that components draw. No HTML string exists anywhere. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'emphasis' | 'strong' | 'strike'; children: Inline[] }
  /** `host` is where the link really leads; `disguised`: its words look like another address. */
  | { kind: 'link'; href: string; host: string; disguised: boolean; children: Inline[] };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
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
