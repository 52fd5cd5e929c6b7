/** The only file that knows the library which reads QR codes. Plain JavaScript: no eval, no WebAssembly, no network. */
import decode from 'qr/decode.js';
import { limits } from '../../protocol';

export interface Pixels {
  /** Red, green, blue and opacity of each, row by row. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * The text of the QR code in a picture, null where there is none that can be read. Whoever drew it chose the text: it is
 * judged as if it had been typed. Text that is no UTF-8 is none.
 */
export function readQr({ data, width, height }: Pixels): string | null {
  try {
    const text = decode(
      { data, width, height },
      { format: 'RGBA', timeLimit: limits.qrTime, textDecoder: (bytes) => utf8.decode(bytes) },
    );
    return text.length > limits.linkText ? null : text;
  } catch {
    // The library says by an error that it found nothing.
    return null;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
