import { expect, test } from 'vitest';
import { fit, firstPlace, smallest } from '../../main/place';

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
