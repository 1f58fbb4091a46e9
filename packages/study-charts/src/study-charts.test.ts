import type { EpochRow } from '@reluctant/metrics';
import { type Chart, renderSvg } from '@reluctant/plotting';
import {
  parseStudySettings,
  resolveStudy,
  type StudyConfig,
  type StudySummary,
  studyJobs,
  summariseStudy,
} from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { studyCharts } from './study-charts.js';

/** Eleven strategies, in neither alphabetical nor the usual order. */
const declared = [
  ...['zeta', 'silu', 'switch:from=silu,to=relu,tail=0.1', 'relu', 'gumbel_stoch', 'anneal:from=silu,to=relu'],
  ...['stoch', 'learnable_stoch', 'stoch:share=0.3', 'alternate:every=20', 'stoch:share=0.7'],
];

/** A finished study with comparisons and tests under two activations, four gated layers, and rows in any order. */
async function study(): Promise<{ rows: EpochRow[]; summary: StudySummary }> {
  const { config: resolved } = await resolveStudy(parseStudySettings({ epochs: 2, n_runs: 8, strategies: ['relu'] }));
  const [relu] = resolved.strategies;
  if (relu === undefined) throw new Error('the study has a strategy');
  const strategies = declared.map((name) => ({ ...relu, name }));
  const config: StudyConfig = { ...resolved, strategies, baseline: 'relu', test: ['relu', 'silu'] };
  const jobs = studyJobs(config);
  const rows = jobs.flatMap((job) => [1, 2].map((epoch) => rowWithGates(job, epoch)));
  const tests = jobs.flatMap((job) =>
    config.test.map((test) => ({
      ...{ ...job, set: 'validation' as const, test, loss: 0.3 + job.run / 100 },
      ...{ accuracy: 0.9, sparsity: 0.5, sparsity_layers: [0.5] },
    })),
  );
  return { rows: rows.reverse(), summary: summariseStudy(config, { rows, diverged: [], tests }) };
}

function rowWithGates(job: { readonly strategy: string; readonly run: number }, epoch: number): EpochRow {
  const row = { ...rowOf(job, epoch), val_loss: 1 / epoch + ((job.run * 7 + job.strategy.length) % 11) / 10 };
  if (job.strategy !== 'gumbel_stoch') return row;
  const mean = 0.5 + job.run / 100;
  const quantiles = [0.1, 0.3, 0.5, 0.7, 0.9];
  const gate = { mean, mean_negative: mean, quantiles, quantiles_negative: quantiles };
  return { ...row, gates: [gate, gate, gate, gate] };
}

/** The same with the uncertainty of two strategies and an ensemble. */
function withUncertainty(summary: StudySummary): StudySummary {
  const [quantity] = summary.strategies.map(({ last }) => last.val_loss);
  const comparisons = summary.comparisons?.comparisons.slice(0, 2) ?? [];
  if (quantity === undefined) throw new Error('the study has a loss');
  const set = { accuracy: quantity, nll: quantity, ece: quantity, entropy: quantity, mutual_information: quantity };
  const methods = ['ensemble of 5 relu', 'silu', 'relu'].map((name) => ({
    ...{ ...set, name, kind: 'ensemble' as const, passes: 5, error_auroc: quantity },
    shifted: [{ ...set, shift: 1, shift_auroc: quantity }],
    reliability: [{ low: 0.5, high: 1, count: 3, confidence: 0.8, accuracy: 0.7 }],
  }));
  const compared = [{ quantity: 'nll' as const, margin: 0.01, comparisons }];
  return { ...summary, uncertainty: { set: 'validation', baseline: 'relu', methods, comparisons: compared } };
}

const { rows, summary } = await study();
const full = [...studyCharts({ rows, summary: withUncertainty(summary) })];

/** All scales of a chart from names to colours, at any depth. */
function colorScales(part: unknown): { readonly domain: readonly string[]; readonly range: readonly string[] }[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = part as { domain?: unknown; range?: unknown };
  const isScale = Array.isArray(own.domain) && Array.isArray(own.range) && /^#/.test(String(own.range[0]));
  const scale = { domain: own.domain as string[], range: own.range as string[] };
  return [...(isScale ? [scale] : []), ...Object.values(part).flatMap(colorScales)];
}

it('lists every chart of a finished study, in one order', () => {
  expect(full.map(([name]) => name)).toEqual([
    ...[
      'train_loss',
      'val_loss',
      'val_accuracy',
      'sparsity',
      'gate_weights_gumbel_stoch',
      'gate_quantiles_gumbel_stoch',
    ],
    ...['comparisons', 'train_test_loss', 'train_test_accuracy', 'train_test_sparsity'],
    ...['reliability', 'shift_nll', 'shift_ece', 'shift_accuracy', 'uncertainty_nll'],
  ]);
});

it('lists those of the rows alone without a summary, and none of a study without rows', () => {
  const names = [...studyCharts({ rows, strategies: declared })].map(([name]) => name);
  expect(names).toEqual(full.slice(0, 6).map(([name]) => name));
  expect([...studyCharts({ rows: [] })]).toEqual([]);
});

it('gives a strategy one colour in all charts, and no two of eleven the same', () => {
  const colors = new Map<string, Set<string>>();
  for (const { domain, range } of full.flatMap(([, chart]) => colorScales(chart))) {
    for (const [at, name] of domain.entries()) {
      // Layers are shades of the colour of their strategy; the reference curve is grey.
      if (typeof name !== 'string' || /^\d$|perfect/.test(name)) continue;
      colors.set(name, (colors.get(name) ?? new Set()).add(range[at] ?? ''));
    }
  }
  expect([...colors.keys()].sort()).toEqual([...declared, 'ensemble of 5 relu'].sort());
  expect([...colors.values()].map(({ size }) => size)).toEqual(colors.size === 0 ? [] : Array(colors.size).fill(1));
  expect(new Set([...colors.values()].flatMap((own) => [...own])).size).toBe(12);
});

it('keeps the declared order of the strategies in legends and rows, whatever the order of the rows of the study', async () => {
  const legend = async (name: string): Promise<string[]> => {
    const chart = full.find(([own]) => own === name)?.[1] as Chart;
    const texts = [...(await renderSvg(chart)).matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text = '']) => text);
    return [...new Set(texts.filter((text) => [...declared, 'ensemble of 5 relu'].includes(text)))];
  };
  expect(await legend('val_loss')).toEqual(declared);
  const heatMap = JSON.parse(JSON.stringify(full.find(([name]) => name === 'train_test_loss')?.[1]));
  expect(heatMap.encoding.y.sort).toEqual(declared);
  expect(await legend('comparisons')).toEqual(declared.filter((name) => name !== 'relu'));
  expect(await legend('reliability')).toEqual(['ensemble of 5 relu', 'silu', 'relu']);
  expect(await legend('shift_nll')).toEqual(['ensemble of 5 relu', 'silu', 'relu']);
});

it('shows both intervals behind each verdict, and their level', () => {
  const chart = full.find(([name]) => name === 'comparisons')?.[1];
  const family = summary.comparisons?.comparisons ?? [];
  expect(family.length).toBe(10);
  expect(chart?.data.values).toEqual(
    family.map((one) =>
      expect.objectContaining({
        ...{ name: one.strategy, verdict: one.verdict, level: one.interval_level, effect: one.hodges_lehmann },
        ...{ low: one.hodges_lehmann_interval[0], high: one.hodges_lehmann_interval[1], mean: one.mean_difference },
        ...{ mean_low: one.mean_interval[0], mean_high: one.mean_interval[1] },
      }),
    ),
  );
});

it('says in the forest plot what was chosen after seeing, in place of an error rate', () => {
  const { comparisons: family } = summary;
  if (family === undefined) throw new Error('the study has comparisons');
  const subtitle = (one: StudySummary): string =>
    JSON.stringify([...studyCharts({ rows, summary: one })].find(([name]) => name === 'comparisons')?.[1]);
  expect(subtitle(summary)).toContain('false claims in at most 5 % of studies');
  const chosen = [{ setting: 'margin' as const, declared: 0.02 }];
  const labelled = subtitle({ ...summary, comparisons: { ...family, chosen_after_seeing: chosen } });
  expect(labelled).toContain('chosen after seeing results (margin): no error rate');
  expect(labelled).not.toContain('false claims');
});
