/** An invitation out of a picture that is pasted or chosen, and what is none. */
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { formatPage } from '../../protocol';
import type { DesktopApp } from '../support/desktop/app';
import { asking, expect, stepIn, test } from '../support/desktop/invited';
import { introduce } from '../support/desktop/porch';

/** A PNG of a QR code, as a data URL. */
const pictureOf = (app: DesktopApp, text: string): Promise<string> =>
  app.page.evaluate(
    ({ data, size }) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = size * 6;
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#000';
      data.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(x * 6, y * 6, 6, 6)));
      return canvas.toDataURL('image/png');
    },
    encode(text, { ecc: 'M', border: 4 }),
  );

async function paste(app: DesktopApp, picture: string): Promise<void> {
  await app.bringForward();
  await app.page.evaluate(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(',')[1] ?? ''), (letter) => letter.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, picture);
  await app.page.keyboard.press('Control+V');
}

/** 20,000 by 20,000 white pixels in a few kilobytes (PNG, ISO/IEC 15948). */
function hugePng(): Buffer {
  const edge = 20_000;
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge, 0);
  head.writeUInt32BE(edge, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(edge * (1 + edge / 8)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

test(
  'a QR code that is pasted asks like a link; what is none, or too much, says so',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const narae = await open();
    await introduce(narae, '나래');
    await expect(narae.page.getByRole('textbox', { name: 'Address or invitation' })).toBeVisible();
    await paste(narae, await pictureOf(narae, 'WIFI:S:studio;T:WPA;P:secret;;'));
    await expect(narae.page.getByRole('alert')).toContainText('This QR code is no invitation to a porch.');
    const blank = await narae.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, 300, 150);
      return canvas.toDataURL('image/png');
    });
    await paste(narae, blank);
    await expect(narae.page.getByRole('alert')).toContainText('There is no QR code in this picture.');

    // A few bytes that claim to be far more pixels than any machine has, and a document that calls itself a picture.
    const chooser = narae.page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'bomb.png', mimeType: 'image/png', buffer: hugePng() });
    await expect(narae.page.getByRole('alert')).toContainText('This picture is too large.');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await chooser.setInputFiles({ name: 'page.svg', mimeType: 'image/svg+xml', buffer: svg });
    await expect(narae.page.getByRole('alert')).toContainText('This is no picture that can be read.');

    const page = formatPage({ scheme: 'http', host: invited.host, token, fingerprint: invited.server.fingerprint });
    await paste(narae, await pictureOf(narae, page));
    await expect(asking(narae)).toContainText(invited.host);
    await stepIn(narae).click();
    await expect(narae.composer).toBeVisible();
  },
);
