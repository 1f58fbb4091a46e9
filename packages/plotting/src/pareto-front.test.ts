import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { type Preference, paretoFront } from './pareto-front.js';

const points = [
  { x: 0.1, y: 0.9 },
  { x: 0.5, y: 0.8 },
  { x: 0.5, y: 0.7 },
  { x: 0.4, y: 0.75 },
  { x: 0.9, y: 0.2 },
];

test.each([
  ['more', 'more', '0.1,0.9 0.5,0.8 0.9,0.2'],
  ['less', 'more', '0.1,0.9'],
  ['more', 'less', '0.9,0.2'],
  ['less', 'less', '0.1,0.9 0.4,0.75 0.5,0.7 0.9,0.2'],
] as const)('with %s x and %s y better the front is %s', (x, y, front) => {
  expect(
    paretoFront(points, { x, y })
      .map((point) => `${point.x},${point.y}`)
      .join(' '),
  ).toBe(front);
});

const coordinate = fc.integer({ min: 0, max: 6 });
const preference = fc.constantFrom<Preference>('more', 'less');

property.prop([fc.array(fc.record({ x: coordinate, y: coordinate })), preference, preference], { seed: 17 })(
  'a point is on the front, or equal to one, exactly if nothing beats it',
  (all, x, y) => {
    const signs = { more: 1, less: -1 };
    const front = paretoFront(all, { x, y });
    for (const point of all) {
      const isBeaten = all.some((other) => {
        const [dx, dy] = [signs[x] * (other.x - point.x), signs[y] * (other.y - point.y)];
        return dx >= 0 && dy >= 0 && dx + dy > 0;
      });
      expect(front.some((own) => own.x === point.x && own.y === point.y)).toBe(!isBeaten);
    }
    expect(front.map((point) => point.x)).toEqual(front.map((point) => point.x).sort((a, b) => a - b));
  },
);
