import {
  parseStudySettings,
  planStudies,
  resolveStudy,
  type StudyConfig,
  type StudySummary,
  studyJobs,
  summariseStudy,
} from '@reluctant/study';
import { rowOf } from '@reluctant/testing';
import { expect, test } from 'vitest';
import { presetNames } from '../presets/preset-names.js';
import { presets } from '../presets/presets.js';
import { findings } from './findings.js';

/** A study whose runs all end with the same rows, but for `shift`, which is added to every loss of `silu`. */
async function summaryOf(settings: Readonly<Record<string, unknown>>, shift: number): Promise<StudySummary> {
  const { config } = await resolveStudy(parseStudySettings({ epochs: 1, n_runs: 8, ...settings }, { presets }));
  const rows = studyJobs(config).map((job) => {
    const row = rowOf(job, 1);
    const own = (shift + job.run / 500) * (job.strategy === 'silu' ? 1 : 0);
    return { ...row, val_loss: row.val_loss + own };
  });
  return summariseStudy(config, { rows, diverged: [], tests: testsOf(config), deadThresholds: [0.5] });
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
  const summary = await summaryOf({ strategies: ['relu', 'silu', 'stoch'] }, 1);
  const text = findings({ preset: undefined, parts: [{ name: '', label: '', summary }] });
  expect(text).toMatch(/^# Findings\n/);
  expect(text).toContain('- `silu` against `relu`: **different**, worse by 1.007 nats');
  expect(text).toContain('- `stoch` against `relu`: **equivalent** within 0.01 nats');
  expect(findings({ preset: undefined, parts: [{ name: '', label: '', summary }] })).toBe(text);
});

test.each(presetNames)('%s: names itself, plans its studies, and its findings answer its question', async (name) => {
  const preset = presets[name];
  expect(preset.name).toBe(name);
  const plan = planStudies({ preset: name, n_runs: 8, data_seeds: 1, epochs: 1 }, { presets });
  expect(plan.preset).toBe(preset);
  const parts = await Promise.all(
    plan.parts.map(async ({ name: folder, label, settings }) => {
      return {
        name: folder,
        label,
        summary: await summaryOf({ ...settings, passes: 0, shifts: undefined, ensemble: undefined }, 0),
      };
    }),
  );
  const text = findings({ preset, parts });
  expect(text).toContain(`# Findings: ${name}\n\n*${preset.question}*\n\n## The answer\n\n`);
  for (const caveat of preset.caveats) expect(text).toContain(caveat);
  expect(text).not.toMatch(/undefined|NaN|\[object/);
});
