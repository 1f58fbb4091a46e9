import type { FinishedPart, StudiesComparison, StudySummary } from '@reluctant/study';
import type { Preset } from '../presets/preset.js';
import { describeComparison } from '../prose/describe-comparison.js';
import { describeBest, describeSetting, studyTable } from '../prose/describe-study.js';
import { percent } from '../prose/words.js';
import { describeBetween } from './describe-between.js';

/** What {@link findings} writes about. */
export interface FindingsInput {
  /** Undefined for settings of a user's own. */
  readonly preset: Preset | undefined;
  /** One study, or the studies of a sweep. */
  readonly parts: readonly FinishedPart[];
  /** What differs between the studies of a sweep. */
  readonly between?: StudiesComparison | undefined;
}

/**
 * What a study found, in plain words, as Markdown. Every sentence follows from the summaries; equal summaries give equal bytes.
 */
export function findings({ preset, parts, between }: FindingsInput): string {
  const title = preset === undefined ? 'Findings' : `Findings: ${preset.name}`;
  const answer = preset?.answer(parts) ?? [];
  const across = between === undefined ? [] : describeBetween(between);
  const blocks = [
    `# ${title}`,
    ...(preset === undefined ? [] : [`*${preset.question}*`]),
    ...(answer.length === 0 ? [] : ['## The answer', ...answer]),
    ...(across.length === 0 ? [] : ['## Between the studies', ...across]),
    ...parts.flatMap((part) => section(part, parts.length > 1)),
    '## How to read this',
    ...caveats(parts.map(({ summary }) => summary)),
    ...(preset?.caveats ?? []),
    ...(preset?.limits === undefined ? [] : [`**${preset.limits}**`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section({ label, summary }: FinishedPart, several: boolean): string[] {
  const family = summary.comparisons;
  return [
    several ? `## ${label}` : '## The numbers',
    describeSetting(summary),
    ...describeBest(summary),
    studyTable(summary),
    ...(family === undefined || family.comparisons.length === 0
      ? []
      : [family.comparisons.map((comparison) => `- ${describeComparison(summary, comparison)}`).join('\n')]),
  ];
}

function caveats(summaries: readonly StudySummary[]): string[] {
  const [first] = summaries;
  if (first === undefined) return [];
  const { margin, data_seeds, n_runs } = first.config;
  const alpha = first.comparisons?.alpha ?? 0.05;
  return [
    `Comparisons were declared before the first run, each strategy against \`${first.config.baseline}\`, paired by run (same start, same data, same batches). *Different*: Wilcoxon's signed-rank test; *equivalent*: two one-sided tests that the mean difference lies within ±${margin}; both Holm-corrected, so that each kind of claim is false in at most ${percent(alpha)} of such studies. Anything else is *inconclusive*: it says nothing, not "the same".`,
    data_seeds === 1
      ? 'All runs share one data set and one split: the intervals say how the numbers vary over starts and row orders, not over data.'
      : data_seeds >= n_runs
        ? 'Every run has a data set of its own: the intervals say how the numbers vary over data of this kind, starts and row orders.'
        : `Runs share ${data_seeds} data sets: runs on one data set are more alike than runs on different ones, so intervals are somewhat too narrow as statements about new data.`,
  ];
}
