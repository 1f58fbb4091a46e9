import { expect, it } from 'vitest';
import { fuzzUnits } from './fuzz-units.js';

it('finds no bit that certified zeros change, in a layer of each kind of weights', async () => {
  const seen = await fuzzUnits({ units: 3e6, seed: 1 });
  expect(seen.wrong).toEqual([]);
  expect(seen.units).toBeGreaterThan(3e6);
  const gaussian = seen.kinds.find(({ kind }) => kind === 'Gaussian');
  expect(gaussian?.candidates).toBeLessThan(0.6 * (gaussian?.units ?? 0));
});
