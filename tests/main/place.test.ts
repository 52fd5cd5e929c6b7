import { expect, test } from 'vitest';
import { parse } from '../../protocol';
import { canHold, fit, firstPlace, noPlaces, placeOn, Places, screensOf, smallest, withPlace } from '../../main/place';

const laptop = { x: 0, y: 25, width: 1280, height: 775 };
const projector = { x: 1280, y: 0, width: 1920, height: 1080 };
const place = { x: 1500, y: 100, width: 1000, height: 700, maximized: false };

test('it comes back to where it stood', () => {
  expect(fit(place, [laptop, projector])).toEqual(place);
});
test('its screen was unplugged: the system chooses a place', () => {
  expect(fit(place, [laptop])).toEqual({ width: 1000, height: 700, maximized: false });
});
test('a screen that is smaller now makes it smaller', () => {
  expect(fit({ x: 10, y: 30, width: 3000, height: 2000, maximized: true }, [laptop])).toEqual({
    x: 10,
    y: 30,
    width: 1280,
    height: 775,
    maximized: true,
  });
});
test('it never gets smaller than a person can use, nor leaves with its title bar', () => {
  expect(fit({ x: 0, y: 25, width: 10, height: -4, maximized: false }, [laptop])).toMatchObject(smallest);
  expect(fit({ ...place, x: 100, y: -300 }, [laptop])).not.toHaveProperty('x');
  expect(fit({ ...place, x: 1250, y: 100 }, [laptop])).not.toHaveProperty('x');
});
test('no screen at all is no reason to fail', () => {
  expect(fit(firstPlace, [])).toEqual(firstPlace);
});

test('each set of screens has its own place, in whichever order they are named', () => {
  const [desk, alone] = [screensOf([laptop, projector]), screensOf([laptop])];
  expect(screensOf([projector, laptop])).toBe(desk);
  const small = { width: 500, height: 500, maximized: false };
  const places = withPlace(alone, small, withPlace(desk, place, noPlaces));
  expect(placeOn(desk, places)).toEqual(place);
  expect(placeOn(alone, places)).toEqual(small);
  // On screens it never was on, it is as large as it was last.
  expect(placeOn('a train', places)).toEqual(small);
  expect(placeOn('a train', noPlaces)).toEqual(firstPlace);
  let many = noPlaces;
  for (let set = 0; set < 40; set += 1) many = withPlace(`set ${set}`, place, many);
  expect(parse(Places, many)).toMatchObject({ ok: true });
  expect(many.places[0]?.screens).toBe('set 39');
});
test('a file of an earlier version has one place for all screens', () => {
  const read = parse(Places, place);
  expect(read.ok && placeOn(screensOf([laptop]), read.value)).toEqual(place);
});
test('a window that was dragged out of every screen can be held by nobody', () => {
  expect(canHold({ x: 100, y: 100, width: 500 }, [laptop])).toBe(true);
  expect(canHold({ x: 1_500, y: 100, width: 500 }, [laptop])).toBe(false);
  expect(canHold({ x: 100, y: 790, width: 500 }, [laptop])).toBe(false);
});
