/** A QR code in a picture: read however it was drawn, and nothing where there is none. */
import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { formatLink, formatPage, limits } from '../../protocol';
import { readQr, type Pixels } from '../../renderer/ports/qr';
import { readEntrance } from '../../renderer/start/entrance';
import { chance } from '../support/links';

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzAB';
const host = '192.168.0.12:7420';
const page = formatPage({ scheme: 'http', host, token, fingerprint });
const link = formatLink({ verb: 'join', host, others: ['[fd00::12]:7420', 'studio.local:7420'], token, fingerprint });

/** @param paint the grey at a place of the picture, 0 to 255 */
function picture(width: number, height: number, paint: (x: number, y: number) => number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set([paint(x, y), paint(x, y), paint(x, y), 255], (y * width + x) * 4);
  return { data, width, height };
}

interface Look {
  module?: number;
  /** In radians. */
  turned?: number;
  dark?: number;
  light?: number;
}

function codeOf(text: string, { module = 5, turned = 0, dark = 20, light = 245 }: Look = {}): Pixels {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const edge = Math.ceil(size * module * (Math.abs(Math.cos(turned)) + Math.abs(Math.sin(turned))));
  const [sin, cos, middle] = [Math.sin(turned), Math.cos(turned), edge / 2];
  return picture(edge, edge, (x, y) => {
    const [dx, dy] = [x - middle + 0.5, y - middle + 0.5];
    const column = Math.floor((dx * cos + dy * sin) / module + size / 2);
    const row = Math.floor((dy * cos - dx * sin) / module + size / 2);
    return data[row]?.[column] ? dark : light;
  });
}

describe.each([
  ['a page', page],
  ['a link', link],
])('%s', (_name, text) => {
  test.each<[string, Look]>([
    ['as it is shown', {}],
    ['small', { module: 3 }],
    ['large', { module: 14 }],
    ['turned a quarter', { turned: Math.PI / 2 }],
    ['a little askew', { turned: 0.2 }],
    ['pale', { dark: 110, light: 190 }],
    ['light on dark', { dark: 240, light: 15 }],
  ])('%s is read', (_how, look) => {
    expect(readQr(codeOf(text, look))).toBe(text);
    expect(readEntrance(text)).toMatchObject({ kind: 'invited' });
  });
});

test('a code with something else in it is read, and leads nowhere', () => {
  for (const text of ['WIFI:S:studio;T:WPA;P:secret;;', 'javascript:alert(1)', 'BEGIN:VCARD\nN:Narae\nEND:VCARD']) {
    const read = readQr(codeOf(text));
    expect(read).toBe(text);
    expect(readEntrance(read ?? '').kind).toBe('fault');
  }
});

test('more text than any invitation has is none', () => {
  expect(readQr(codeOf('a'.repeat(limits.linkText + 1), { module: 3 }))).toBeNull();
});

test('white, grey, noise and half a code are no code, and are soon over', () => {
  const { below } = chance(7423);
  const half = codeOf(link);
  const edge = limits.pictureEdge;
  const pictures = [
    picture(40, 40, () => 255),
    picture(edge, edge, () => 128),
    picture(edge, edge, () => below(256)),
    picture(edge, edge, (x, y) => ((x >> 2) + (y >> 2)) % 2 && 255),
    { ...half, height: half.height >> 1, data: half.data.slice(0, half.width * (half.height >> 1) * 4) },
    picture(1, 1, () => 0),
  ];
  for (const one of pictures) {
    const begun = performance.now();
    expect(readQr(one)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(5_000);
  }
});
