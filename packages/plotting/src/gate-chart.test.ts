import { summarise } from '@reluctant/metrics';
import { expect, it } from 'vitest';
import { gateChart } from './gate-chart.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const rows = syntheticRows();
const of = (epoch: number) => rows.filter((row) => row.strategy === 'gumbel_stoch' && row.epoch === epoch);

it('holds mean and std over runs of each layer, over all z and over z < 0', () => {
  const { values } = gateChart(rows, 'gumbel_stoch').data;
  expect(values).toHaveLength(4 * 2 * 6);
  for (const [population, key] of [
    ['all z', 'mean'],
    ['z < 0', 'mean_negative'],
  ] as const) {
    const found = values.find((row) => row.layer === '3' && row.population === population && row.epoch === 5);
    const expected = summarise(of(5).map(({ gates }) => gates?.[2]?.[key] ?? Number.NaN));
    expect(found).toMatchObject({ strategy: 'gumbel_stoch', runs: 3 });
    expect(found?.mean).toBeCloseTo(expected.mean, 12);
    expect(found?.std).toBeCloseTo(expected.std, 12);
  }
});

it('runs from 0 to 1 with a stronger line at one half', () => {
  const { y } = JSON.parse(JSON.stringify(gateChart(rows, 'gumbel_stoch'))).spec.layer[0].encoding;
  expect(y.scale.domain).toEqual([0, 1]);
  expect(y.axis.values).toContain(0.5);
  expect(y.axis.gridWidth.condition).toEqual({ test: 'datum.value === 0.5', value: 1.5 });
});

it('holds the means over runs of the quantiles', () => {
  const { values } = gateChart(rows, 'gumbel_stoch', { quantiles: true }).data;
  const found = values.find((row) => row.layer === '2' && row.population === 'z < 0' && row.epoch === 4);
  const expected = [0, 1, 2, 3, 4].map(
    (index) => summarise(of(4).map(({ gates }) => gates?.[1]?.quantiles_negative[index] ?? Number.NaN)).mean,
  );
  expected.forEach((mean, index) => {
    expect(found?.[`q${['05', '25', '50', '75', '95'][index]}`]).toBeCloseTo(mean, 12);
  });
});

it('leaves out layers and epochs without pre-activations below 0, and gates that are no longer in force', () => {
  const gappy = rows.flatMap((row) => {
    if (row.gates === undefined) return [row];
    const { gates, ...bare } = row;
    if (row.epoch > 4) return [bare];
    return [{ ...bare, gates: gates.map((gate) => ({ ...gate, mean_negative: Number.NaN })) }];
  });
  const { values } = gateChart(gappy, 'learnable_stoch').data;
  expect(values).toHaveLength(4 * 4);
  expect(values.every(({ population }) => population === 'all z')).toBe(true);
});

it('has no rows for a strategy without gates', () => {
  expect(gateChart(rows, 'relu').data.values).toEqual([]);
});
