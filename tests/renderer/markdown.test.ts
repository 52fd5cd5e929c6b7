import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../renderer/conversation/text/markdown';
import { partsOf, type Part } from '../../renderer/conversation/text/code';
import { beginningOf } from '../../renderer/conversation/text/long';
import { plain, type Block, type Inline } from '../../renderer/conversation/text/tree';

const only = (text: string): Inline[] => {
  const [block, ...more] = readMarkdown(text);
  expect(more).toEqual([]);
  if (block?.kind !== 'paragraph') throw new Error(`not one paragraph: ${JSON.stringify(block)}`);
  return block.children;
};
const words = (text: string) => plain(only(text));
const links = (text: string) =>
  only(text).flatMap((part) => (part.kind === 'link' ? [[part.href, plain(part.children)]] : []));

describe('Korean', () => {
  test('emphasis holds where a particle follows a bracket or a quotation mark', () => {
    expect(only('**마루(Maru)**는')).toEqual([
      { kind: 'strong', children: [{ kind: 'text', text: '마루(Maru)' }] },
      { kind: 'text', text: '는' },
    ]);
    expect(only('*"안녕"*은')[0]).toMatchObject({ kind: 'emphasis' });
    expect(only('~~(삭제)~~를')[0]).toMatchObject({ kind: 'strike' });
  });

  test('a particle behind an address is not part of it', () => {
    expect(links('https://example.com에서 봐요')).toEqual([['https://example.com/', 'https://example.com']]);
    expect(links('http://192.168.0.12:7420으로 오세요')).toEqual([
      ['http://192.168.0.12:7420/', 'http://192.168.0.12:7420'],
    ]);
    expect(links('https://example.com/docs를 읽어요')).toEqual([
      ['https://example.com/docs', 'https://example.com/docs'],
    ]);
    expect(words('https://example.com에서 봐요')).toBe('https://example.com에서 봐요');
  });

  test('a Korean path and a Korean host stay whole', () => {
    expect(links('https://example.com/길?q=한글')[0]?.[1]).toBe('https://example.com/길?q=한글');
    expect(links('https://ko.wikipedia.org/wiki/나무')[0]?.[1]).toBe('https://ko.wikipedia.org/wiki/나무');
    expect(links('http://한글.한국')[0]?.[1]).toBe('http://한글.한국');
  });

  test('a date is no list', () => {
    expect(words('2026. 11. 21. 토요일\n10시에 봐요')).toBe('2026. 11. 21. 토요일\n10시에 봐요');
    expect(readMarkdown('1. 하나\n2. 둘')[0]).toMatchObject({ kind: 'list', ordered: true, start: 1 });
  });
});

describe('links', () => {
  test('only http, https and mailto lead anywhere; the rest stays what was typed', () => {
    for (const text of [
      '[x](javascript:alert(1))',
      '[x](data:text/html,hi)',
      '[x](file:///etc/passwd)',
      '[x](maru://join)',
      '[x](/relative)',
      'javascript:alert(1)',
      'ftp://example.com/x',
      'www.example.com',
      'https://bank.example@thief.example/',
      `https://example.com/${'a'.repeat(2_048)}`,
    ]) {
      expect(links(text)).toEqual([]);
      expect(words(text)).toBe(text);
    }
    expect(links('[쓰기](mailto:yunseo@example.com)')).toEqual([['mailto:yunseo@example.com', '쓰기']]);
    expect(links('<https://example.com/a>')).toEqual([['https://example.com/a', 'https://example.com/a']]);
  });

  test('words that pose as another address are found out', () => {
    const first = (text: string) => only(text)[0];
    expect(first('[https://bank.example](https://thief.example/)')).toMatchObject({
      host: 'thief.example',
      disguised: true,
    });
    expect(first('[bank.example](https://www.bank.example/)')).toMatchObject({ disguised: false });
    expect(first('[여기](https://thief.example/)')).toMatchObject({ host: 'thief.example', disguised: false });
    expect(first('https://xn--80ak6aa92e.com')).toMatchObject({ host: 'xn--80ak6aa92e.com' });
  });
});

describe('what is not drawn stays text', () => {
  test('HTML, images, headings, rules, tables and entities', () => {
    for (const text of [
      '<b>hi</b> <script>alert(1)</script>',
      '&lt;b&gt;',
      '# 사랑방',
      '---',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '제목\n===',
    ]) {
      expect(words(text)).toBe(text);
    }
    expect(words('![고양이](https://example.com/a.png)')).toBe('!고양이');
  });
});

describe('blocks', () => {
  test('code keeps every space and sign', () => {
    expect(readMarkdown('```ts\nconst a = `<b>`;\n\n  **x**\n```')).toEqual([
      { kind: 'code', text: 'const a = `<b>`;\n\n  **x**', language: 'ts' },
    ]);
    expect(readMarkdown('~~~\nx\n~~~')).toEqual([{ kind: 'code', text: 'x', language: '' }]);
    expect(only('`a  <b>`')).toEqual([{ kind: 'code', text: 'a  <b>' }]);
  });

  test('quotes, lists and line breaks', () => {
    expect(readMarkdown('> 인용\n> 둘째 줄\n\n답')).toMatchObject([{ kind: 'quote' }, { kind: 'paragraph' }]);
    const [list] = readMarkdown('- 하나\n  - 안쪽\n- 둘');
    expect(list).toMatchObject({ kind: 'list', ordered: false });
    if (list?.kind !== 'list') throw new Error('no list');
    expect(list.items.map((item) => item.map((block: Block) => block.kind))).toEqual([
      ['paragraph', 'list'],
      ['paragraph'],
    ]);
    expect(only('한 줄\n두 줄')).toEqual([
      { kind: 'text', text: '한 줄' },
      { kind: 'break' },
      { kind: 'text', text: '두 줄' },
    ]);
  });

  test('an answer right below a quotation is no part of it', () => {
    const [quote, answer, ...more] = readMarkdown('> 배경은 한지 톤\n> 글자는 4.5:1\n**좋아요!** 그렇게 해요');
    expect(more).toEqual([]);
    expect(quote).toMatchObject({ kind: 'quote', children: [{ kind: 'paragraph' }] });
    expect(answer).toMatchObject({ kind: 'paragraph', children: [{ kind: 'strong' }, { text: ' 그렇게 해요' }] });
  });

  test('hostile nesting ends, quickly', () => {
    expect(() => readMarkdown('>'.repeat(3_000))).not.toThrow();
    expect(() => readMarkdown('- '.repeat(2_000))).not.toThrow();
    expect(() => readMarkdown('*a **b '.repeat(1_000))).not.toThrow();
    expect(() => readMarkdown('['.repeat(8_000))).not.toThrow();
  });
});

describe('who is named', () => {
  const [NARAE, MATEO] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000c'];
  const naming = {
    mentions: [
      { member: NARAE, name: '나래' },
      { member: MATEO, name: 'Mateo' },
      { member: '01890000-0000-7000-8000-00000000000d', name: 'Mateo_B' },
    ],
    everybody: 'here' as const,
  };
  const named = (text: string) => {
    const [block] = readMarkdown(text, naming);
    const inside = (inlines: readonly Inline[]): Inline[] =>
      inlines.flatMap((one) => ('children' in one ? inside(one.children) : [one]));
    return inside(block?.kind === 'paragraph' ? block.children : []).flatMap((one) =>
      one.kind === 'mention' ? [one.text] : [],
    );
  };

  test('with a particle behind the name, in emphasis, in any case, and where marks of Markdown stand in the name', () => {
    expect(named('@나래야 **@mateo**랑 @Mateo_B_ 왔어? @here')).toEqual(['@나래', '@mateo', '@Mateo_B', '@here']);
    expect(plain(only('@나래는'))).toBe('@나래는');
    expect(readMarkdown('@나래', naming)).toEqual([
      { kind: 'paragraph', children: [{ kind: 'mention', text: '@나래', whom: { member: NARAE } }] },
    ]);
  });

  test('not in code, in an address or a link, and nobody whom the author did not name', () => {
    expect(named('`@나래` a@Mateo.com https://example.com/@Mateo @윤서 @room @hereafter')).toEqual([]);
    expect(only('@나래')).toEqual([{ kind: 'text', text: '@나래' }]);
  });
});

test('a link to a message is one, with or without words of its own; any other address of that kind is text', () => {
  const link = 'maru://message/' + ['a', 'b', 'c'].map((end) => `01890000-0000-7000-8000-00000000000${end}`).join('/');
  expect(only(`${link}에서 봐요`)).toMatchObject([
    { kind: 'message', link: { entry: link.slice(-36) } },
    { text: '에서 봐요' },
  ]);
  expect(only(`[어제 한 말](${link})`)).toMatchObject([{ kind: 'message', children: [{ text: '어제 한 말' }] }]);
  for (const text of ['maru://message/x', 'maru://join/192.168.0.2:7420', `[x](${link}/more)`])
    expect(only(text), text).toEqual([{ kind: 'text', text }]);
});

test('a long text begins folded, cut between words and never within a sign; a little too long is shown whole', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, line) => `줄 ${line}`).join('\n');
  expect(beginningOf(lines(20))).toBeNull();
  expect(beginningOf(lines(23))).toBeNull();
  expect(beginningOf(lines(40))).toBe(lines(20));
  expect(beginningOf('가나 '.repeat(700))).toBeNull();
  expect(beginningOf('가나다 '.repeat(1_000))).toMatch(/^(?:가나다 )*가나다$/u);
  const emoji = '🎉'.repeat(2_000);
  expect(beginningOf(`a${emoji}`)).toBe(`a${'🎉'.repeat(999)}`);
});

test('code of a known language has named parts, and loses no sign; other code, and very long code, stays plain', async () => {
  const textOf = (parts: readonly Part[]): string =>
    parts.map((part) => (typeof part === 'string' ? part : textOf(part.parts))).join('');
  const code = 'const 마루 = `<b>${x}</b>`; // 말\n';
  const parts = await partsOf(code, 'TS');
  expect(textOf(parts ?? [])).toBe(code);
  expect(parts?.[0]).toEqual({ what: 'keyword', parts: ['const'] });
  expect(await partsOf(code, 'klingon')).toBeNull();
  expect(await partsOf(code.repeat(300), 'ts')).toBeNull();
});
