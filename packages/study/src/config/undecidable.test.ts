import { parseStrategies } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { dataSetsOfPairs, dataSetsOfRuns } from './data-sets-of-runs.js';
import { parseStudySettings } from './parse-study-settings.js';
import { resolveMargin } from './resolve-margin.js';
import { resolveStudy } from './resolve-study.js';
import { undecidable } from './undecidable.js';

const strategies = (count: number) =>
  parseStrategies(Array.from({ length: count }, (_, index) => ({ name: `s${index}`, strategy: 'relu' })));
const settings = (changes: Readonly<Record<string, unknown>>, count: number) => {
  const { data_seeds, n_runs, passes, ensemble, shifts } = parseStudySettings({ n_runs: 100, ...changes });
  return { data_seeds, n_runs, passes, ensemble, shifts, strategies: strategies(count) };
};

test.each([
  [2, 2, 5],
  [7, 2, 8],
])('%i strategies: %i to %i data sets can never be different, and that is known before the runs', (count, from, to) => {
  for (let data_seeds = from; data_seeds <= to; data_seeds++) {
    expect(undecidable(settings({ data_seeds }, count))).toEqual([
      expect.stringMatching(
        new RegExp(`^Comparisons of strategies can end as .*"different".* with ${data_seeds} data sets`),
      ),
    ]);
  }
  expect(undecidable(settings({ data_seeds: to + 1 }, count))).toEqual([]);
  expect(undecidable(settings({ data_seeds: 1 }, count))).toEqual([]);
  expect(undecidable(settings({ data_seeds: 100 }, count))).toEqual([]);
});

test('the sentence says why and what it takes', async () => {
  const given = parseStudySettings({ strategies: ['relu', 'silu'], n_runs: 20, data_seeds: 5, n_samples: 100 });
  const { config } = await resolveStudy(given);
  expect(undecidable(config)).toContain(
    'Comparisons of strategies can end as neither "different" nor "equivalent" with 5 data sets, however clear the numbers: no claim is made from fewer than 6; "different" takes 6 for 1 comparison.',
  );
  expect(config.margin).toBe(0.01);
  expect(undecidable(settings({ data_seeds: 8 }, 7))).toEqual([
    'Comparisons of strategies can end as not "different" with 8 data sets, however clear the numbers: the smallest p-value that 8 can have is 2/2^8; "different" takes 9 for 6 comparisons.',
  ]);
});

test('uncertainty is a family of its own', () => {
  const [sentence] = undecidable(settings({ data_seeds: 8, passes: 3, shifts: [1], ensemble: 5 }, 3));
  expect(sentence).toMatch(
    /^Comparisons of uncertainty can end as neither .* with 8 data sets.* takes 10 for 20 comparisons/,
  );
  const alone = undecidable(settings({ n_runs: 20, passes: 3, ensemble: 4 }, 2));
  expect(alone).toEqual([expect.stringContaining('with 5 groups of 4 runs')]);
});

test('runs stand for themselves unless several share one of several data sets', () => {
  expect(dataSetsOfRuns({ n_runs: 10, data_seeds: 1 })).toBeUndefined();
  expect(dataSetsOfRuns({ n_runs: 10, data_seeds: 10 })).toBeUndefined();
  expect(dataSetsOfRuns({ n_runs: 10, data_seeds: 4 })?.(6)).toBe(2);
  const groups = (a: number, b: number) =>
    dataSetsOfPairs({ n_runs: 12, data_seeds: a }, { n_runs: 12, data_seeds: b });
  expect(groups(1, 12)).toBeUndefined();
  expect(groups(4, 12)?.(6)).toBe(2);
  expect(groups(4, 6)?.(7)).toBe(1);
  expect(groups(1, 3)?.(7)).toBe(1);
});

test('a margin is in the units of what is compared, its own by default', () => {
  expect(resolveMargin(parseStudySettings({}))).toBe(0.01);
  expect(resolveMargin(parseStudySettings({ compare_by: 'accuracy@relu' }))).toBe(0.01);
  expect(resolveMargin(parseStudySettings({ margin: 0.2 }))).toBe(0.2);
});
