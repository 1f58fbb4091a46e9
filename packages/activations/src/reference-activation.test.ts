import { fc, test as property } from '@fast-check/vitest';
import { RandomStream } from '@reluctant/random';
import { finiteDifference, normwiseError } from '@reluctant/testing';
import { describe, expect, test } from 'vitest';
import type { Domain, GateReads, ShareUsage } from './activation.js';
import { referenceActivation } from './reference-activation.js';
import type { GateWeights } from './reference-gate.js';
import { chosen, mixed, relu, silu } from './scalar.js';

const rows = 3;
const units = 4;
const stream = new RandomStream({ seed: 5, run: 0 }, 'layer');
const normal = (step: number, size: number): Float64Array =>
  Float64Array.from(stream.normal({ step, rows: size, units: 1 }));
const z = normal(1, rows * units);
const upstream = normal(2, rows * units);
const dot = (a: Float64Array): number => a.reduce((sum, value, index) => sum + value * (upstream[index] ?? 0), 0);

const usage = (changes: Partial<ShareUsage>): ShareUsage => ({
  use: 'sample',
  domain: 'all',
  positive: 'silu',
  granularity: 'element',
  ...changes,
});

const gateWeights = (reads: GateReads, outputs: number): GateWeights => {
  const b2 = normal(6, outputs);
  const none = new Float64Array();
  if (reads === 'none') return { w1: none, b1: none, w2: none, b2 };
  return { w1: normal(3, 8 * (reads === 'layer' ? units : 1)), b1: normal(4, 8), w2: normal(5, 8 * outputs), b2 };
};

describe('gradients against central differences, where the function is smooth', () => {
  const domains: readonly Domain[] = ['all', 'negative'];
  const reads: readonly GateReads[] = ['layer', 'element', 'none'];

  test.each(domains)('constant share, domain %s: within 1e-8 normwise', (domain) => {
    for (const use of ['sample', 'mix'] as const) {
      for (const positive of ['silu', 'relu', 'identity'] as const) {
        const point = usage({ use, domain, positive });
        const noise = stream.uniform({ step: 7, rows, units });
        const run = (data: Float64Array) =>
          referenceActivation({ data, rows, units }, point, { share: 0.4, noise, upstream });
        expect(
          normwiseError(
            run(z).gradZ,
            finiteDifference((data) => dot(run(data).y), z),
          ),
        ).toBeLessThan(1e-8);
      }
    }
  });

  test.each(domains.flatMap((domain) => reads.map((read) => [domain, read] as const)))(
    'learnable gate, domain %s, reads %s: z and every weight within 1e-8 normwise, a single logit within 1e-7',
    (domain, read) => {
      const point = usage({ use: 'mix', domain, gate: { reads: read, hidden: 8, tau: 1 } });
      const weights = gateWeights(read, 1);
      const run = (data: Float64Array, gate: GateWeights) =>
        referenceActivation({ data, rows, units }, point, { share: Number.NaN, gate, upstream });
      const { gradZ, gradGate } = run(z, weights);
      expect(
        normwiseError(
          gradZ,
          finiteDifference((data) => dot(run(data, weights).y), z),
        ),
      ).toBeLessThan(1e-8);
      for (const name of ['w1', 'b1', 'w2', 'b2'] as const) {
        const numeric = finiteDifference((w) => dot(run(z, { ...weights, [name]: w }).y), weights[name]);
        // The gradient of a single logit is a sum whose terms cancel.
        expect(normwiseError(gradGate?.[name] ?? [], numeric)).toBeLessThan(read === 'none' ? 1e-7 : 1e-8);
      }
    },
  );

  test.each(domains.flatMap((domain) => reads.map((read) => [domain, read] as const)))(
    'gumbel gate, domain %s, reads %s: weights as the soft choice’s within 1e-8 normwise',
    (domain, read) => {
      const tau = 0.7;
      const point = usage({ domain, gate: { reads: read, hidden: 8, tau } });
      const weights = gateWeights(read, 2);
      const noise = stream.logistic({ step: 8, rows, units });
      const input = { share: Number.NaN, gate: weights, noise, upstream };
      const { gradGate } = referenceActivation({ data: z, rows, units }, point, input);
      // The straight-through gradient is the true gradient of the soft choice σ(d/tau), which is computed separately
      // here.
      const soft = (gate: GateWeights): number => {
        const { gateShare } = referenceActivation({ data: z, rows, units }, point, { ...input, gate });
        return z.reduce((sum, value, index) => {
          if (domain === 'negative' && value >= 0) return sum + silu(value) * (upstream[index] ?? 0);
          const p = gateShare?.[{ element: index, layer: Math.floor(index / units), none: 0 }[read]] ?? 0;
          const margin = Math.log(p / (1 - p)) + (noise[index] ?? 0);
          return sum + mixed(value, 1 / (1 + Math.exp(-margin / tau))) * (upstream[index] ?? 0);
        }, 0);
      };
      for (const name of ['w1', 'b1', 'w2', 'b2'] as const) {
        const numeric = finiteDifference((w) => soft({ ...weights, [name]: w }), weights[name]);
        expect(normwiseError(gradGate?.[name] ?? [], numeric)).toBeLessThan(1e-8);
      }
    },
  );
});

const anyNumber = fc.double({ noDefaultInfinity: false, noNaN: false });
const special = fc.constantFrom(0, -0, 1e30, -1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN);

describe('meaning', () => {
  property.prop([fc.oneof(anyNumber, special), fc.constantFrom(0, 1), fc.constantFrom('sample', 'mix')], { seed: 1 })(
    'a share of 0 or 1 is silu or relu bit for bit, sampled or mixed, infinities and NaN too',
    (value, share, use) => {
      const { y } = referenceActivation({ data: [value], rows: 1, units: 1 }, usage({ use }), { share });
      expect(y[0]).toBe(share === 1 ? relu(value) : silu(value));
    },
  );

  property.prop([fc.oneof(anyNumber, special), fc.constantFrom('silu', 'relu', 'identity')], { seed: 2 })(
    'domain negative: z ≥ 0, −0 and NaN take the positive branch, z < 0 the choice',
    (value, positive) => {
      const point = usage({ domain: 'negative', positive });
      const { y } = referenceActivation({ data: [value], rows: 1, units: 1 }, point, { share: 0.5, noise: [0.1] });
      const expected =
        value < 0 ? chosen(value, true) : { silu: silu(value), relu: relu(value), identity: value }[positive];
      expect(y[0]).toBe(expected);
    },
  );

  test('ReLU is taken if u < fround(share): in float32 the share rounds up past u = 0.1', () => {
    const run = (u: number) =>
      referenceActivation({ data: [-1], rows: 1, units: 1 }, usage({}), { share: 0.1, noise: [u] }).y[0];
    expect(run(0.1)).toBe(0);
    expect(run(Math.fround(0.1))).toBe(silu(-1));
  });

  test('a tie of the logits selects ReLU', () => {
    const zero = { w1: new Float64Array(8), b1: new Float64Array(8), w2: new Float64Array(16), b2: [0, 0] };
    const point = usage({ gate: { reads: 'element', hidden: 8, tau: 1 } });
    const { y } = referenceActivation({ data: [-2], rows: 1, units: 1 }, point, {
      share: Number.NaN,
      gate: zero,
      noise: [0],
    });
    expect(y[0]).toBe(0);
  });

  test('errors name missing noise or gate weights', () => {
    const at = { data: [1, 2], rows: 1, units: 2 };
    expect(() => referenceActivation(at, usage({}), { share: 0.5 })).toThrow(
      "granularity 'element' of 1 rows and 2 units needs 2 draws, got none",
    );
    expect(() => referenceActivation(at, usage({}), { share: Number.NaN })).toThrow(
      'a share of NaN lets the gate decide',
    );
  });
});
