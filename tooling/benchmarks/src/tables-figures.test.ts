import { describe, expect, it } from 'vitest';
import { compareScores } from './tables/compare-scores.js';
import { tableTargets } from './tables/targets.js';
import { renderLargeTable, renderTableQuality, renderTableTargets, renderTableTimes } from './tables-figures.js';
import type { TablesResult } from './tables-result.js';

const scores = (shift: number): readonly number[] => [0.8, 0.82, 0.79, 0.81, 0.8].map((one) => one + shift);
const noisy = [0.81, 0.81, 0.8, 0.8, 0.8];

/** A result in which every target is met. */
const result: TablesResult = {
  machine: { cpu: 'X', cores: 2, memoryGiB: 8, platform: 'linux', node: 'v20', commit: 'abc', date: '2026-01-01' },
  command: 'pnpm bench:tables',
  splits: 5,
  versions: { 'scikit-learn': '1.2.1' },
  strategies: { relu: 'relu', soft: 'switch' },
  quality: [
    {
      ...{ name: 'birds', file: 'birds.csv', target: 'kind', rows: 1000, features: 4, classes: 2, hidden: [8] },
      ...{ epochs: 3, batchSize: 32, learningRate: 0.01, notes: [] },
      models: [
        { model: 'relu', scores: { accuracy: noisy, logLoss: scores(-0.1) } },
        { model: 'soft', scores: { accuracy: scores(0.05), logLoss: scores(0) } },
        { model: 'mlp', scores: { accuracy: scores(0), logLoss: scores(0) } },
      ],
    },
  ],
  training: {
    ...{ file: 'birds.csv', rows: 800, features: 4, epochs: 3, batchSize: 32 },
    engines: [
      { engine: 'wasm', seconds: [0.1, 0.1, 0.3] },
      { engine: 'scikit-learn', seconds: [0.6, 0.5, 0.7] },
      { engine: 'tfjs-wasm', seconds: [3, 2, 1] },
    ],
  },
  epoch: {
    ...{ rows: 3000, features: 4, batchSize: 32 },
    ours: { total: [9, 11, 10], parts: [{ read: 1, train: 8 }], reader: 'DuckDB' },
    peer: { total: [12], parts: [{ read: 5, train: 6 }], reader: 'pandas' },
  },
  large: {
    ...{ rows: 1000, columns: 50, fileMiB: 2.2 },
    uses: [
      { command: 'describe', seconds: 1.5, peakMiB: 300 },
      { command: 'train', seconds: 2.5, peakMiB: 1024 },
    ],
  },
};

describe('scores on the same divisions', () => {
  it.each([
    ['accuracy', 0.05, 'better'],
    ['accuracy', -0.05, 'worse'],
    ['logLoss', 0.05, 'worse'],
    ['rmse', -0.05, 'better'],
  ] as const)('%s that is higher by %f in each is %s', (metric, shift, verdict) => {
    expect(compareScores(metric, scores(shift), scores(0)).verdict).toBe(verdict);
  });

  it('that differ in both directions, or not at all, are within noise', () => {
    expect(compareScores('accuracy', noisy, scores(0)).verdict).toBe('within noise');
    expect(compareScores('accuracy', noisy, noisy).verdict).toBe('within noise');
  });
});

describe('targets', () => {
  const met = (changes: Partial<TablesResult>): readonly boolean[] =>
    tableTargets({ ...result, ...changes }).map((target) => target.met);

  it('are met at their limits', () => {
    expect(met({})).toEqual([true, true, true, true, true, true]);
  });

  it('are missed beyond them', () => {
    const [birds] = result.quality;
    const worse = birds && {
      ...birds,
      models: birds.models.map((one) => (one.model === 'soft' ? { ...one, scores: { accuracy: scores(-0.01) } } : one)),
    };
    expect(met({ quality: worse === undefined ? [] : [worse] }).slice(0, 2)).toEqual([true, false]);
    const engines = result.training.engines.map((one) => (one.engine === 'wasm' ? { ...one, seconds: [0.15] } : one));
    expect(met({ training: { ...result.training, engines } }).slice(2, 4)).toEqual([false, false]);
    expect(met({ epoch: { ...result.epoch, ours: { ...result.epoch.ours, total: [12.1] } } })[4]).toBe(false);
    const uses = [{ command: 'train', seconds: 1, peakMiB: 4097 }];
    expect(met({ large: { ...result.large, uses } })[5]).toBe(false);
  });

  it('are missed where a peer was not measured', () => {
    const engines = result.training.engines.filter(({ engine }) => engine === 'wasm');
    const peer = { total: [], parts: [], reader: '' };
    expect(met({ quality: [], training: { ...result.training, engines }, epoch: { ...result.epoch, peer } })).toEqual([
      ...[false, false, false, false, false],
      true,
    ]);
  });
});

describe('blocks', () => {
  it('of quality say mean, spread, paired difference and verdict', () => {
    const [, , first, second] = renderTableQuality(result).split('\n');
    expect(first).toBe(
      '| birds.csv → kind | accuracy | 0.804 ± 0.005 | 0.854 ± 0.011 | 0.804 ± 0.011 | – | 0 [−0.012, +0.012] within noise | +0.050 [+0.050, +0.050] better |',
    );
    expect(second).toContain('| log-loss | 0.704 ± 0.011 |');
    expect(second).toContain('−0.100 [−0.100, −0.100] better | 0 [0, 0] within noise |');
    expect(renderTableQuality(result)).toContain('| birds.csv → kind | 1,000 | 4 | 2 | 4-8-2 | 3 | 32 | 0.01 | – |');
  });

  it('of times say medians and ratios to ours', () => {
    const times = renderTableTimes(result);
    expect(times).toContain('| scikit-learn | 0.60 | 6.0× |');
    expect(times).toContain('| ours, one epoch | 10.0 | read 1.0, train 8.0 | DuckDB |');
  });

  it('of large tables and targets', () => {
    expect(renderLargeTable(result)).toContain('| read and describe | 1.5 | 300 MiB |');
    expect(renderTableTargets(result)).toContain('| ≥ 5× | 6.0× | met |');
  });
});
