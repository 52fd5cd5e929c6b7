/** Where the window stood, for each set of screens, and whether it can stand there again. */
import * as v from 'valibot';

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));

/** In device-independent pixels. Without `x` and `y` the system chooses. */
const Place = v.object({
  x: v.exactOptional(pixels),
  y: v.exactOptional(pixels),
  width: pixels,
  height: pixels,
  maximized: v.boolean(),
});
export type Place = v.InferOutput<typeof Place>;

/** A desk, a meeting room, a train: so many sets of screens are remembered. */
const MOST_SETS = 12;

/** The last one that was used first. */
const PlacesBySet = v.object({
  places: v.pipe(v.array(v.object({ screens: v.string(), place: Place })), v.maxLength(MOST_SETS)),
});
export type Places = v.InferOutput<typeof PlacesBySet>;
/** A file that knows one place alone, as they were at first, has it for any screens. */
export const Places = v.union([
  PlacesBySet,
  v.pipe(
    Place,
    v.transform((place): Places => ({ places: [{ screens: '', place }] })),
  ),
]);
export const noPlaces: Places = { places: [] };

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Size = Readonly<Record<'width' | 'height', number>>;
export const smallest: Size = { width: 360, height: 480 };
export const firstPlace: Place = { width: 1_120, height: 720, maximized: false };

/** So much of the title bar must be on a screen that a person can take hold of it. */
const HOLD = { width: 120, height: 40 };

/** A set of screens by what they are: sizes and positions, in whichever order the system names them. */
export const screensOf = (areas: readonly Area[]): string =>
  areas
    .map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`)
    .sort()
    .join(' ');

/** Where it stood on these screens; where it never did, the size it had last. */
export function placeOn(screens: string, { places }: Places, first = firstPlace): Place {
  const found = places.find((one) => one.screens === screens) ?? places[0];
  return found?.place ?? first;
}

export const withPlace = (screens: string, place: Place, { places }: Places): Places => ({
  places: [{ screens, place }, ...places.filter((one) => one.screens !== screens)].slice(0, MOST_SETS),
});

/** Whether a person can take hold of a window that stands there. */
export const canHold = ({ x, y, width }: Pick<Area, 'x' | 'y' | 'width'>, areas: readonly Area[]): boolean =>
  areas.some(
    (area) =>
      x + width - HOLD.width >= area.x &&
      x + HOLD.width <= area.x + area.width &&
      y >= area.y &&
      y + HOLD.height <= area.y + area.height,
  );

/**
 * The place to open at: no larger than the screen it is on, no smaller than the smallest, and where its screen is gone
 * (a projector that was unplugged) without a position.
 *
 * @param areas the screens' work areas, the primary first
 */
export function fit(place: Place, areas: readonly Area[], least = smallest): Place {
  const { x, y } = place;
  const home =
    x === undefined || y === undefined
      ? undefined
      : areas.find((area) => canHold({ x, y, width: place.width }, [area]));
  const screen = home ?? areas[0];
  const clamp = (size: number, from: number, to = Infinity) => Math.max(from, Math.min(size, to));
  const size = {
    width: clamp(place.width, least.width, screen?.width),
    height: clamp(place.height, least.height, screen?.height),
    maximized: place.maximized,
  };
  return home !== undefined && x !== undefined && y !== undefined ? { x, y, ...size } : size;
}
