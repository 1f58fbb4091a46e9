import { fc, test } from '@fast-check/vitest';
import { shareBins } from '@reluctant/kernels/abi';
import { describe, expect, it } from 'vitest';
import { gateQuantiles, gateStatistics, ShareHistogram } from './share-histogram.js';

function histogramOf(shares: readonly number[]): ShareHistogram {
  const histogram = new ShareHistogram();
  for (const share of shares) histogram.add(share);
  return histogram;
}

const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 1024 }).map((k) => k / 1024),
);

describe('ShareHistogram', () => {
  test.prop([fc.array(share, { minLength: 1, maxLength: 300 })], { seed: 12, numRuns: 100 })(
    'several quantiles in one pass are the quantiles one by one',
    (shares) => {
      const histogram = histogramOf(shares);
      const asked = [0, ...gateQuantiles, 1];
      expect(histogram.quantiles(asked)).toEqual(asked.map((q) => histogram.quantile(q)));
      expect(() => histogram.quantiles([0.5, 0.1])).toThrow(/must ascend/);
    },
  );

  test.prop([fc.array(share, { minLength: 1, maxLength: 300 }), fc.constantFrom(0, ...gateQuantiles, 1)], {
    seed: 11,
    numRuns: 500,
  })('quantiles within 1/1024 of the ⌈q·n⌉-th smallest share', (shares, q) => {
    const sorted = Float64Array.from(shares).sort();
    const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
    expect(Math.abs(histogramOf(shares).quantile(q) - exact)).toBeLessThanOrEqual(1 / 1024);
  });

  it('is linear inside a bin', () => {
    const histogram = histogramOf([0, 0, 0, 0]);
    expect(histogram.quantile(0.25)).toBe(0.25 / 1024);
    expect(histogram.quantile(1)).toBe(1 / 1024);
  });

  it('puts 1 into the last bin and keeps the exact mean', () => {
    const histogram = histogramOf([1, 1 / 3]);
    expect(histogram.mean).toBe((1 + 1 / 3) / 2);
    expect(histogram.quantile(1)).toBe(1);
    expect(histogram.quantile(0.75)).toBe(1023.5 / 1024);
  });

  it('counts a share several times, as a row does for its units', () => {
    const once = histogramOf([0.3, 0.3, 0.3, 0.9]);
    const weighted = new ShareHistogram();
    weighted.add(0.3, 3);
    weighted.add(0.9);
    weighted.add(0.5, 0);
    expect(weighted.count).toBe(4);
    expect(weighted.quantile(0.5)).toBe(once.quantile(0.5));
    expect(weighted.mean).toBeCloseTo(once.mean, 15);
  });

  it('from the counts and the sum of a kernel is the same as from the shares', () => {
    const shares = [0.1, 0.2, 0.2, 0.999, 1];
    const counts = new Uint32Array(shareBins);
    for (const s of shares) {
      const bin = Math.min(1023, Math.floor(s * 1024));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const sum = shares.reduce((total, s) => total + s, 0);
    const histogram = ShareHistogram.fromCounts(counts, sum);
    expect(gateStatistics(histogram, new ShareHistogram())).toEqual(
      gateStatistics(histogramOf(shares), new ShareHistogram()),
    );
    expect(() => ShareHistogram.fromCounts(new Uint32Array(3), 0)).toThrow('expected 1024 counts, got 3');
  });

  it('returns NaN without shares and with a NaN, and refuses shares outside [0, 1]', () => {
    const { mean_negative, quantiles_negative } = gateStatistics(histogramOf([0.5]), new ShareHistogram());
    expect(mean_negative).toBeNaN();
    expect(quantiles_negative).toEqual(gateQuantiles.map(() => Number.NaN));
    expect(histogramOf([0.5, Number.NaN]).mean).toBeNaN();
    expect(histogramOf([0.5, Number.NaN]).quantile(0.5)).toBeNaN();
    expect(() => histogramOf([1.01])).toThrow('a share must be in [0, 1], got 1.01');
    expect(() => histogramOf([0]).quantile(2)).toThrow('a quantile must be in [0, 1], got 2');
  });
});
