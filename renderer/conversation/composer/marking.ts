/** Puts marks of Markdown around what is selected, or takes them away again. Pure. */

export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** What stands in a range's place then, and what of it is selected. */
export interface Marked {
  from: number;
  to: number;
  insert: string;
  select: readonly [start: number, end: number];
}

/** Bold, italic, struck, by the place of the key: in Korean mode it bears another letter. */
const shortcuts: Readonly<Record<string, string>> = { KeyB: '**', KeyI: '_', 'Shift+KeyX': '~~' };

/** The mark that a key puts around what is selected, with Ctrl (⌘); null: none. */
export const markOf = ({
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  code,
}: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code'>): string | null =>
  (ctrlKey || metaKey) && !altKey ? (shortcuts[shiftKey ? `Shift+${code}` : code] ?? null) : null;

export function marked({ text, start, end }: Selected, mark: string): Marked {
  const inner = text.slice(start, end);
  const around = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
  if (around && start >= mark.length) {
    const from = start - mark.length;
    return { from, to: end + mark.length, insert: inner, select: [from, from + inner.length] };
  }
  if (inner.length >= mark.length * 2 && inner.startsWith(mark) && inner.endsWith(mark)) {
    const bare = inner.slice(mark.length, -mark.length);
    return { from: start, to: end, insert: bare, select: [start, start + bare.length] };
  }
  // Marks do not hold with a space inside of them.
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(inner) ?? [];
  const at = start + before.length + mark.length;
  return { from: start, to: end, insert: `${before}${mark}${core}${mark}${after}`, select: [at, at + core.length] };
}

/** A word or a line as code; several lines as a block with fences of their own. */
export function codeMarked(selected: Selected): Marked {
  const { text, start, end } = selected;
  const inner = text.slice(start, end);
  if (!inner.includes('\n')) {
    const longest = Math.max(0, ...[...inner.matchAll(/`+/gu)].map(([run]) => run.length));
    if (longest === 0) return marked(selected, '`');
    const fence = '`'.repeat(longest + 1);
    return {
      from: start,
      to: end,
      insert: `${fence} ${inner} ${fence}`,
      select: [start + fence.length + 1, start + fence.length + 1 + inner.length],
    };
  }
  const longest = Math.max(2, ...[...inner.matchAll(/^`{3,}/gmu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const open = `${start === 0 || text[start - 1] === '\n' ? '' : '\n'}${fence}\n`;
  const close = `${inner.endsWith('\n') ? '' : '\n'}${fence}${end === text.length || text[end] === '\n' ? '' : '\n'}`;
  return {
    from: start,
    to: end,
    insert: open + inner + close,
    select: [start + open.length, start + open.length + inner.length],
  };
}
