import { expect, test } from 'vitest';
import type { StudyPresets } from '../config/study-preset.js';
import { type PlanOptions, planStudies } from './study-plan.js';

const presets: StudyPresets = {
  gradual: { name: 'gradual', settings: {} },
  overfit: { name: 'overfit', settings: { n_samples: 1500 }, grid: { bottleneck: [4, 16] } },
  several: {
    name: 'several',
    settings: {},
    parts: { 'bottleneck=4': { bottleneck: 4 }, 'bottleneck=16': { bottleneck: 16 } },
    grid: { n_informative: [2, 15] },
  },
  paper: { name: 'paper', settings: { n_runs: 100 }, wide: { n_runs: 10, bottleneck: 128, n_features: 128 } },
};

const partsOf = (input: Record<string, unknown>, options: PlanOptions = {}) =>
  planStudies(input, { ...options, presets }).parts.map(({ name, label, settings }) => [
    name,
    label,
    settings.bottleneck,
    settings.lr,
  ]);

test('without a grid there is one study, in the directory itself', () => {
  const plan = planStudies({ epochs: 5 });
  expect(plan.parts).toHaveLength(1);
  expect(plan.parts[0]).toMatchObject({ name: '', label: '', values: {} });
});

test('a grid makes a study of every combination, the last axis running fastest', () => {
  const grid = [
    { setting: 'bottleneck', values: [4, 16] },
    { setting: 'lr', values: [0.1, 0.01] },
  ];
  expect(partsOf({}, { grid })).toEqual([
    ['bottleneck=4,lr=0.1', 'bottleneck = 4, lr = 0.1', 4, 0.1],
    ['bottleneck=4,lr=0.01', 'bottleneck = 4, lr = 0.01', 4, 0.01],
    ['bottleneck=16,lr=0.1', 'bottleneck = 16, lr = 0.1', 16, 0.1],
    ['bottleneck=16,lr=0.01', 'bottleneck = 16, lr = 0.01', 16, 0.01],
  ]);
});

test("a preset's own grid holds unless the user sets or sweeps its setting", () => {
  expect(partsOf({ preset: 'overfit' }).map(([name]) => name)).toEqual(['bottleneck=4', 'bottleneck=16']);
  expect(partsOf({ preset: 'overfit', bottleneck: 8 })).toEqual([['', '', 8, 0.001]]);
  const grid = [{ setting: 'bottleneck', values: [2, 3] }];
  expect(partsOf({ preset: 'overfit' }, { grid }).map(([name]) => name)).toEqual(['bottleneck=2', 'bottleneck=3']);
});

test('--wide adds the wide study of the paper; settings of the user hold in both', () => {
  const { parts } = planStudies({ preset: 'paper', n_runs: 7 }, { wide: true, presets });
  expect(parts.map(({ name, settings }) => [name, settings.n_runs])).toEqual([
    ['narrow', 7],
    ['wide', 7],
  ]);
  expect(parts.map(({ settings }) => settings.bottleneck)).toEqual([undefined, 128]);
});

test.each([
  [{}, [{ setting: 'botleneck', values: [1, 2] }], "grid: there is no setting 'botleneck'; did you mean 'bottleneck'?"],
  [{}, [{ setting: 'margin', values: [1, 2] }], 'grid: margin cannot be swept'],
  [{}, [{ setting: 'lr', values: [0.1, 0.1] }], 'grid: lr needs two values or more, all different'],
  [{ lr: 1 }, [{ setting: 'lr', values: [0.1, 0.2] }], 'lr is set and swept by grid: it can only be one of them'],
  [{}, [{ setting: 'lr', values: [0.1, -1] }], 'lr must be a number above 0, got -1'],
  [
    {},
    [
      { setting: 'seed', values: Array.from({ length: 40 }, (_, seed) => seed) },
      { setting: 'epochs', values: Array.from({ length: 40 }, (_, epoch) => epoch + 1) },
    ],
    'grid: the axes make 1600 studies, at most 1000 are possible',
  ],
])('%j with %j: one sentence', (input, grid, message) => {
  const plan = () => planStudies(input, { grid });
  expect(plan).toThrow(message);
});

test('a preset of several studies: each with its own settings, multiplied by its grid', () => {
  const { parts } = planStudies({ preset: 'several', n_runs: 8 }, { presets });
  expect(parts.map(({ name, label, settings }) => [name, label, settings.bottleneck, settings.n_informative])).toEqual([
    ['bottleneck=4,n_informative=2', 'bottleneck = 4, n_informative = 2', 4, 2],
    ['bottleneck=4,n_informative=15', 'bottleneck = 4, n_informative = 15', 4, 15],
    ['bottleneck=16,n_informative=2', 'bottleneck = 16, n_informative = 2', 16, 2],
    ['bottleneck=16,n_informative=15', 'bottleneck = 16, n_informative = 15', 16, 15],
  ]);
  expect(parts.every(({ settings }) => settings.n_runs === 8)).toBe(true);
});

test('settings that distinguish the studies of a preset can be neither set nor swept', () => {
  const sentence = /^bottleneck cannot be set: it distinguishes the studies of preset several$/;
  expect(() => planStudies({ preset: 'several', bottleneck: 8 }, { presets })).toThrow(sentence);
  const grid = [{ setting: 'bottleneck', values: [2, 3] }];
  expect(() => planStudies({ preset: 'several' }, { grid, presets })).toThrow(sentence);
});

test('--wide without the paper is refused', () => {
  expect(() => planStudies({ preset: 'gradual' }, { wide: true, presets })).toThrow('wide belongs to preset paper');
});
