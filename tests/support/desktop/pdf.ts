/** Reads the text of a PDF that Chromium made: by the tables (ToUnicode) that let any reader copy it. No other PDF. */
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';

interface Part {
  head: string;
  stream: string;
}

function partsOf(file: Buffer): Map<number, Part> {
  const raw = file.toString('latin1');
  const parts = new Map<number, Part>();
  for (const { 1: number, 2: body = '', index } of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)) {
    const at = /\bstream\r?\n/u.exec(body);
    const head = at ? body.slice(0, at.index) : body;
    const length = Number(/\/Length (\d+)/u.exec(head)?.[1] ?? 0);
    const begin = index + `${number} 0 obj\n`.length + (at ? at.index + at[0].length : 0);
    const bytes = file.subarray(begin, begin + length);
    const stream = !at
      ? ''
      : head.includes('/FlateDecode')
        ? inflateSync(bytes).toString('latin1')
        : bytes.toString('latin1');
    parts.set(Number(number), { head, stream });
  }
  return parts;
}

const signs = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** What each glyph stands for, by its number as it is written: in some fonts with two digits, in others with four. */
function tableOf(map: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const [, body = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/gu))
    for (const [, from = '', to = ''] of body.matchAll(/<(\w+)> <(\w+)>/gu)) table.set(from.toUpperCase(), signs(to));
  for (const [, body = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/gu))
    for (const [, from = '', last = '', to = ''] of body.matchAll(/<(\w+)> <(\w+)> <(\w+)>/gu))
      for (let glyph = parseInt(from, 16); glyph <= parseInt(last, 16); glyph += 1)
        table.set(
          glyph.toString(16).toUpperCase().padStart(from.length, '0'),
          String.fromCharCode(parseInt(to, 16) + glyph - parseInt(from, 16)),
        );
  return table;
}

/** @returns its pages, each its letters and digits: spaces and signs a PDF need not keep */
export async function pagesOf(path: string): Promise<string[]> {
  const parts = partsOf(await readFile(path));
  const tables = new Map<number, Map<string, string>>();
  for (const [number, { head }] of parts) {
    const map = /\/ToUnicode (\d+) 0 R/u.exec(head);
    if (map) tables.set(number, tableOf(parts.get(Number(map[1]))?.stream ?? ''));
  }
  const pages = [...parts.values()].filter(({ head }) => /\/Type \/Page\b/u.test(head));
  return pages.map(({ head }) => {
    let table = new Map<string, string>();
    let text = '';
    const stream = parts.get(Number(/\/Contents (\d+) 0 R/u.exec(head)?.[1]))?.stream ?? '';
    for (const [, font, hex] of stream.matchAll(/\/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/gu)) {
      if (font) table = tables.get(Number(font)) ?? new Map();
      const [some = ''] = table.keys();
      const digits = some.length || 4;
      for (let at = 0; hex && at < hex.length; at += digits)
        text += table.get(hex.slice(at, at + digits).toUpperCase()) ?? '';
    }
    return text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  });
}
