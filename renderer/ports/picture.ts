/** A picture that somebody pasted, dropped or chose, as pixels: never larger than what reading a QR code needs. */
import { limits } from '../../protocol';
import type { Pixels } from './qr';

export type PictureFault = 'not-a-picture' | 'too-large';

/** What draws pixels and nothing else; an SVG is a document. */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp']);
/** White around it in parts of its longer edge: the quiet zone of a code that was cut out too narrowly (ISO/IEC 18004). */
const EDGE = 0.06;

export async function pixelsOf(blob: Blob): Promise<{ pixels: Pixels } | { fault: PictureFault }> {
  if (!TYPES.has(blob.type)) return { fault: 'not-a-picture' };
  if (blob.size > limits.pictureBytes) return { fault: 'too-large' };
  const url = URL.createObjectURL(blob);
  try {
    const image = await load(url);
    if (!image) return { fault: 'not-a-picture' };
    // Known from its first bytes, before it is unpacked: a few kilobytes can claim to be gigabytes of pixels.
    if (image.naturalWidth * image.naturalHeight > limits.picturePixels) return { fault: 'too-large' };
    const pixels = draw(image);
    return pixels ? { pixels } : { fault: 'not-a-picture' };
  } finally {
    URL.revokeObjectURL(url);
  }
}

const load = (url: string): Promise<HTMLImageElement | null> =>
  new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth > 0 && image.naturalHeight > 0 ? image : null);
    image.onerror = () => resolve(null);
    image.src = url;
  });

/** On white, because a code may be drawn on nothing; small ones larger, so that a module has pixels enough. */
function draw(image: HTMLImageElement): Pixels | null {
  const { naturalWidth, naturalHeight } = image;
  const longer = Math.max(naturalWidth, naturalHeight);
  const scale = longer > limits.pictureEdge ? limits.pictureEdge / longer : Math.max(1, Math.floor(400 / longer));
  const inner = { width: Math.ceil(naturalWidth * scale), height: Math.ceil(naturalHeight * scale) };
  const edge = Math.ceil(Math.max(inner.width, inner.height) * EDGE);
  const width = inner.width + 2 * edge;
  const height = inner.height + 2 * edge;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = scale < 1;
  try {
    context.drawImage(image, edge, edge, inner.width, inner.height);
    return { data: context.getImageData(0, 0, width, height).data, width, height };
  } catch {
    // Its first bytes were a picture's, the rest was not.
    return null;
  }
}
