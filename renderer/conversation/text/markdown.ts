/** Markdown as far as a conversation needs it. What is switched off stays the text that was typed. */
import MarkdownIt, { type StateBlock, type Token } from 'markdown-it';
import friendlyToKorean from 'markdown-it-cjk-friendly';
import { messageLinkLength, parseMessageLink } from '../timeline/message-link';
import { addressLength, isDisguised, leadsTo, safeAddress } from './links';
import { mentionRule, NOBODY, type Naming } from './naming';
import { plain, type Block, type Inline } from './tree';

/** "2026. 11. 21." at a line's beginning is a Korean date, not three lists. */
function dateIsText(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number) =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  if (!/^\d{1,4}\.[ ]?\d{1,2}\./u.test(lineAt(startLine))) return false;
  if (silent) return true;
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent) line += 1;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.map = [startLine, line];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line;
  return true;
}

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
  .use(friendlyToKorean)
  .disable(['image', 'html_inline', 'entity', 'html_block', 'heading', 'lheading', 'table', 'hr', 'reference', 'code']);
markdown.block.ruler.before('list', 'date', dateIsText);
// An answer right below a quotation is no part of it, as it would be in CommonMark: any line without > ends a quotation.
markdown.block.ruler.before('paragraph', 'answer', (_state, _line, _end, silent) => silent, { alt: ['blockquote'] });
markdown.inline.ruler.after('text', 'mention', mentionRule);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
for (const scheme of ['ftp:', '//', 'mailto:']) markdown.linkify.add(scheme, null);
for (const scheme of ['http:', 'https:']) {
  markdown.linkify.add(scheme, {
    validate: (text, position, { re }) =>
      addressLength(
        text.slice(position),
        (tail) => new RegExp(re.get_http_validator(), 'iy').exec(tail)?.[0].length ?? 0,
      ),
  });
}
markdown.linkify.add('maru:', {
  validate: (text, position) => Math.max(0, messageLinkLength(`maru:${text.slice(position)}`) - 'maru:'.length),
});
markdown.validateLink = (address) => safeAddress(address) !== null || parseMessageLink(address) !== null;

/**
 * @param text a message as it was typed
 * @param naming whom its author named in it
 * @returns its blocks; never throws, and never holds an address other than http, https or mailto
 */
export const readMarkdown = (text: string, naming: Naming = NOBODY): Block[] =>
  blocks(markdown.parse(text, { ...naming }));

function blocks(tokens: readonly Token[]): Block[] {
  const read: Block[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const end = token.nesting === 1 ? closing(tokens, index) : index;
    const inside = tokens.slice(index + 1, end);
    if (token.type === 'paragraph_open') read.push({ kind: 'paragraph', children: inlines(inside[0]?.children ?? []) });
    else if (token.type === 'fence') read.push(code(token));
    else if (token.type === 'blockquote_open') read.push({ kind: 'quote', children: blocks(inside) });
    else if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') read.push(list(token, inside));
    index = end;
  }
  return read;
}

function code({ content, info }: Token): Block {
  const [language = ''] = info.trim().split(/\s/u);
  return { kind: 'code', text: content.replace(/\n$/u, ''), language };
}

function list(open: Token, inside: readonly Token[]): Block {
  const items: Block[][] = [];
  for (let index = 0; index < inside.length; index += 1) {
    const end = closing(inside, index);
    items.push(blocks(inside.slice(index + 1, end)));
    index = end;
  }
  return { kind: 'list', ordered: open.type === 'ordered_list_open', start: Number(open.attrGet('start') ?? 1), items };
}

/** The index of the token that closes the one at `index`. */
function closing(tokens: readonly Token[], index: number): number {
  const level = tokens[index]?.level;
  const found = tokens.findIndex((token, at) => at > index && token.nesting === -1 && token.level === level);
  return found === -1 ? tokens.length : found;
}

type Mentioned = Extract<Inline, { kind: 'mention' }>;
const spans = { em_open: 'emphasis', strong_open: 'strong', s_open: 'strike' } as const;

function inlines(tokens: readonly Token[]): Inline[] {
  const read: Inline[] = [];
  const say = (text: string) => {
    const last = read.at(-1);
    if (last?.kind === 'text') last.text += text;
    else if (text) read.push({ kind: 'text', text });
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const end = token.nesting === 1 ? closing(tokens, index) : index;
    const inside = tokens.slice(index + 1, end);
    if (token.type === 'softbreak' || token.type === 'hardbreak') read.push({ kind: 'break' });
    else if (token.type === 'code_inline') read.push({ kind: 'code', text: token.content });
    else if (token.type in spans)
      read.push({ kind: spans[token.type as keyof typeof spans], children: inlines(inside) });
    else if (token.type === 'mention')
      read.push({ kind: 'mention', text: token.content, whom: token.meta as Mentioned['whom'] });
    else if (token.type === 'link_open') read.push(...link(token, inlines(inside)));
    else say(token.content);
    index = end;
  }
  return read;
}

function link(open: Token, children: Inline[]): Inline[] {
  const href = String(open.attrGet('href') ?? '');
  const message = parseMessageLink(href);
  if (message) return [{ kind: 'message', link: message, children }];
  const url = safeAddress(href);
  if (!url) return children;
  return [{ kind: 'link', href: url.href, host: leadsTo(url), disguised: isDisguised(plain(children), url), children }];
}
