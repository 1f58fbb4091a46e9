import { comparisonAlpha } from '../config/comparison-alpha.js';
import type { FinishedPart, Preset } from '../presets/preset.js';
import type { StudySummary } from '../summary/study-summary.js';
import { describeComparison } from './describe-comparison.js';
import { describeBest, describeSetting, studyTable } from './describe-study.js';
import { familySentence, verdictMeanings } from './verdict-meanings.js';

/** What {@link findings} writes about. */
export interface FindingsInput {
  /** Undefined for settings of a user's own. */
  readonly preset: Preset | undefined;
  /** One study, or the studies of a sweep. */
  readonly parts: readonly FinishedPart[];
  /** Further paragraphs about all parts together, such as comparisons between them. */
  readonly across?: readonly string[];
  /** The answer, where it needs more than the summaries; default: the preset's. */
  readonly answer?: readonly string[];
}

/**
 * What a study found, in plain words, as Markdown. Every sentence follows from the summaries; equal summaries give equal bytes.
 */
export function findings({ preset, parts, across = [], answer = preset?.answer(parts) ?? [] }: FindingsInput): string {
  const title = preset === undefined ? 'Findings' : `Findings: ${preset.name}`;
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
  const { config, comparisons: family, uncertainty } = first;
  const { margin, data_seeds, n_runs, baseline } = config;
  const notes = [...new Set(summaries.flatMap((summary) => summary.undecidable))];
  return [
    `Comparisons were declared before the first run, each strategy against \`${baseline}\`, paired by run (same start, same data, same batches). ${verdictMeanings(margin)} Sizes are Hodges–Lehmann estimates, intervals those that decided, at the level at which they did. ${familySentence(family?.alpha ?? comparisonAlpha)} Anything else is *inconclusive*: it says nothing, not "the same".${
      uncertainty === undefined
        ? ''
        : ' The comparisons of uncertainty are a second family, for which the same holds, each quantity with its own margin.'
    }`,
    ...notes,
    data_seeds === 1
      ? 'All runs share one data set and one split: what is said holds for this one data set; the intervals say how the numbers vary over starts and row orders, not over data.'
      : data_seeds >= n_runs
        ? 'Every run has a data set of its own: the intervals say how the numbers vary over data of this kind, starts and row orders.'
        : `Runs share ${data_seeds} data sets, and runs on one data set are alike: pairs are averaged by data set first, and tests and intervals go over the ${data_seeds} data sets.`,
  ];
}
