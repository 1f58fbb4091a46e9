import { summariseStudy } from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { parseStrategies } from '@reluctant/trainer';
import { expect, it } from 'vitest';
import { smallStudy } from '../testing/small-study.js';
import { input } from './input.js';

/** Loss of a strategy minus that of the control, by what its gate reads. */
const gains: Readonly<Record<string, number>> = { none: 0, element: -0.1, layer: 0.2, mix: 0 };

/** Forty runs, each with its own data set; the noise is small and differs between strategies. */
function part(label: string, gate: string) {
  const names = [
    ...['none', 'element', 'layer'].map((reads) => `${gate}_${reads}`),
    gate === 'gumbel' ? 'stoch' : 'mix',
  ];
  const config = smallStudy({
    n_runs: 40,
    data_seeds: 40,
    baseline: `${gate}_none`,
    strategies: parseStrategies(names.map((name) => ({ name, strategy: 'relu' }))),
  });
  const rows = names.flatMap((strategy, index) =>
    Array.from({ length: 40 }, (_, run) => ({
      ...rowOf({ strategy, run }, 2),
      val_loss: 0.5 + (gains[strategy.replace(`${gate}_`, '')] ?? 0) + 0.0005 * (((run + 1) * (7 + 2 * index)) % 41),
      ...(strategy.includes('_')
        ? { gates: [{ mean: 0.6, mean_negative: 0.2, quantiles: [], quantiles_negative: [] }] }
        : {}),
    })),
  );
  return {
    name: label,
    label,
    summary: summariseStudy(config, { rows, diverged: [], tests: [] }),
  };
}

it('reports for which gates reading the input helps, hurts or makes no difference, compared with the control that reads nothing', () => {
  const [first = '', second = '', , table = ''] = input.answer([
    part('learnable', 'learnable'),
    part('gumbel', 'gumbel'),
  ]);
  expect(first).toBe(
    'Does reading the input help, against a share that reads nothing? It helps for `learnable_element` (learnable) and `gumbel_element` (gumbel). It hurts for `learnable_layer` (learnable) and `gumbel_layer` (gumbel).',
  );
  expect(second).toMatch(
    /^\*\*learnable\.\*\* By loss on the validation set, the control `learnable_none` has 0\.510 ± 0\.006 nats\./,
  );
  expect(second).toMatch(/A share fixed at one half: `mix` .*\(equivalent\)\./);
  expect(table).toContain('| gumbel | `gumbel_element` | 0.410 ± 0.006 | 0.60 ± 0.00 | 0.20 | 50 % |');
});

it('declares the control as the baseline of every study: the first strategy, which reads nothing', () => {
  for (const { strategies } of Object.values(input.parts ?? {})) {
    expect(strategies?.[0]).toMatchObject({ reads: 'none' });
  }
});
