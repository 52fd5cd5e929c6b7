/** What comes and goes a thousand times a second: nobody is lost, and nobody stays who left. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bag } from '../../server/bag';

test('whoever comes and goes, in whatever order, those who are in it are those who came and did not go', () => {
  const comings = fc.array(fc.nat({ max: 40 }), { maxLength: 200 });
  fc.assert(
    fc.property(comings, (steps) => {
      const bag = new Bag<number>();
      const here: { name: number; leave: () => void }[] = [];
      for (const [name, step] of steps.entries()) {
        // Half of them come, the others leave: some again, who have left before.
        if (step % 2 === 0) here.push({ name, leave: bag.add(name) });
        const [gone] = step % 2 === 1 ? here.splice(step % Math.max(here.length, 1), 1) : [];
        gone?.leave();
        gone?.leave();
        expect(bag.size).toBe(here.length);
        expect(bag.all().sort((a, b) => a - b)).toEqual(here.map(({ name: of }) => of).sort((a, b) => a - b));
      }
    }),
  );
});

test('who is called may leave, and let others in: those who were there are called once each', () => {
  const bag = new Bag<string>();
  const leaving = ['narae', 'minjun', 'sora'].map((name) => bag.add(name));
  const called: string[] = [];
  for (const name of bag.all()) {
    called.push(name);
    leaving.forEach((leave) => leave());
    bag.add('late');
  }
  expect(called).toEqual(['narae', 'minjun', 'sora']);
  expect(bag.all()).toEqual(['late', 'late', 'late']);
});
