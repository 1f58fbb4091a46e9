import { expect, it } from 'vitest';
import { measureReadBandwidth } from './read-bandwidth.js';

it('returns finite, positive rates for small memories and rows', async () => {
  const rates = await measureReadBandwidth({ bytes: 2 ** 20, rowBytes: 1024, density: 0.5, seconds: 0.02 });
  for (const rate of Object.values(rates)) {
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(1e13);
  }
});
