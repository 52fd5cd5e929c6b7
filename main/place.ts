/** Where the window stood, and whether it can stand there again. */
import * as v from 'valibot';

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));

/** In device-independent pixels. Without `x` and `y` the system chooses. */
export const Place = v.object({
  x: v.exactOptional(pixels),
  y: v.exactOptional(pixels),
  width: pixels,
  height: pixels,
  maximized: v.boolean(),
});
export type Place = v.InferOutput<typeof Place>;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const smallest = { width: 360, height: 480 } as const;
export const firstPlace: Place = { width: 1_120, height: 720, maximized: false };

/** So much of the title bar must be on a screen that a person can take hold of it. */
const HOLD = { width: 120, height: 40 };

/**
 * The place to open at: no larger than the screen it is on, no smaller than the smallest, and where its screen is gone
 * (a projector that was unplugged) without a position.
 *
 * @param areas the screens' work areas, the primary first
 */
export function fit(place: Place, areas: readonly Area[]): Place {
  const { x, y } = place;
  const holdable = (area: Area) =>
    x !== undefined &&
    y !== undefined &&
    x + place.width - HOLD.width >= area.x &&
    x + HOLD.width <= area.x + area.width &&
    y >= area.y &&
    y + HOLD.height <= area.y + area.height;
  const home = areas.find(holdable);
  const screen = home ?? areas[0];
  const clamp = (size: number, least: number, most = Infinity) => Math.max(least, Math.min(size, most));
  const size = {
    width: clamp(place.width, smallest.width, screen?.width),
    height: clamp(place.height, smallest.height, screen?.height),
    maximized: place.maximized,
  };
  return home !== undefined && x !== undefined && y !== undefined ? { x, y, ...size } : size;
}
