/** The tray's pictures, out of one sheet that scripts/icons.mjs draws. */
import { nativeImage, type NativeImage } from 'electron';
import { serverStates, type ServerState } from '../../protocol';
import sheet from './sheet.png?inline';

/** Of one picture in the sheet, in pixels. */
const CELL = 64;
/** Numbers above 9 share the last column. */
const LAST = 10;

/** Sides in device-independent pixels; a panel of Linux scales what it gets. */
const sides: Partial<Record<NodeJS.Platform, number>> = { darwin: 18, win32: 16 };
const SIDE = 48;
const scales = [1, 1.25, 1.5, 2, 3];

/** Where in the sheet a picture is. On macOS the number stands beside the icon, and the picture is black alone. */
export const cellOf = (
  state: ServerState,
  unread: number,
  platform: NodeJS.Platform,
): { column: number; row: number } =>
  platform === 'darwin'
    ? { column: serverStates.indexOf(state), row: serverStates.length }
    : { column: Math.min(unread, LAST), row: serverStates.indexOf(state) };

export function pictureOf(state: ServerState, unread: number, platform: NodeJS.Platform): NativeImage {
  const { column, row } = cellOf(state, unread, platform);
  const cell = nativeImage
    .createFromDataURL(sheet)
    .crop({ x: column * CELL, y: row * CELL, width: CELL, height: CELL });
  const side = sides[platform];
  if (side === undefined) return cell.resize({ width: SIDE, height: SIDE, quality: 'best' });
  const picture = nativeImage.createEmpty();
  for (const scaleFactor of scales) {
    const size = Math.round(side * scaleFactor);
    const buffer = cell.resize({ width: size, height: size, quality: 'best' }).toPNG();
    picture.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  // macOS paints it as its menu bar is painted.
  picture.setTemplateImage(platform === 'darwin');
  return picture;
}
