import {
  evaluateClaims,
  parseStudySettings,
  planStudies,
  resolveStudy,
  type StudyConfig,
  studyJobs,
  summariseStudy,
} from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { presetNames } from '../presets/preset-names.js';
import { presets } from '../presets/presets.js';
import { findings } from './findings.js';

/**
 * A study in which the loss of `silu` is one nat higher and that of `stoch` is equal, apart from small differences
 * between runs.
 */
async function studyOf(settings: Readonly<Record<string, unknown>>) {
  const { config } = await resolveStudy(parseStudySettings({ epochs: 1, n_runs: 12, ...settings }, { presets }));
  const losses: Readonly<Record<string, number>> = { silu: 1, stoch: 0.001 };
  const rows = studyJobs(config).map((job) => {
    const row = rowOf(job, 1);
    const noise = ((job.run * 7) % 12) / 5000;
    return { ...row, val_loss: row.val_loss + (job.strategy === 'relu' ? 0 : (losses[job.strategy] ?? 0.1) + noise) };
  });
  const tests = testsOf(config);
  return { config, rows, tests, summary: summariseStudy(config, { rows, diverged: [], tests }) };
}

function testsOf(config: StudyConfig) {
  return studyJobs(config).flatMap((job) =>
    config.test.map((share) => ({
      ...job,
      set: config.holdout > 0 ? ('test' as const) : ('validation' as const),
      test: share,
      ...{ loss: 0.3 + job.run / 100, accuracy: 0.9, sparsity: 0.5, sparsity_layers: [0.5] },
    })),
  );
}

test('findings without a preset: a verdict for every strategy but the baseline, and the same bytes again', async () => {
  const { summary } = await studyOf({ strategies: ['relu', 'silu', 'stoch'] });
  const text = findings({ preset: undefined, parts: [{ name: '', label: '', summary }] });
  expect(text).toMatch(/^# Findings\n/);
  expect(text).toContain('- `silu` against `relu`: **different**, worse: higher by 1.001 nats');
  expect(text).toContain('- `stoch` against `relu`: **equivalent**');
  expect(findings({ preset: undefined, parts: [{ name: '', label: '', summary }] })).toBe(text);
});

test.each(presetNames)('%s: names itself, plans its studies, and its findings answer its question', async (name) => {
  const preset = presets[name];
  expect(preset.name).toBe(name);
  const plan = planStudies({ preset: name, n_runs: 12, data_seeds: 1, epochs: 1 }, { presets });
  expect(plan.preset).toBe(preset);
  const parts = await Promise.all(
    plan.parts.map(async ({ name: folder, label, settings }) => {
      const study = await studyOf({ ...settings, passes: 0, shifts: undefined, ensemble: undefined });
      return { ...study, name: folder, label };
    }),
  );
  const claims = preset.claims && evaluateClaims(preset.claims, parts);
  const text = findings({ preset, parts, claims });
  expect(text).toContain(`# Findings: ${name}\n\n*${preset.question}*\n\n## The answer\n\n`);
  for (const caveat of preset.caveats) expect(text).toContain(caveat);
  expect(text).not.toMatch(/undefined|NaN|\[object/);
});
