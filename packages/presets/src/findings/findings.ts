import {
  type ClaimLedger,
  comparisonAlpha,
  type FinishedPart,
  type StudiesComparison,
  type StudySummary,
} from '@reluctant/study';
import type { Preset } from '../presets/preset.js';
import { describeComparison } from '../prose/describe-comparison.js';
import { describeLedger } from '../prose/describe-ledger.js';
import { describeChosen, describeLooks } from '../prose/describe-looks.js';
import { describeBest, describeSetting, studyTable } from '../prose/describe-study.js';
import { familySentence, verdictMeanings } from '../prose/verdict-meanings.js';
import { describeBetween } from './describe-between.js';

/** Input of {@link findings}. */
export interface FindingsInput {
  /** Undefined for settings without a preset. */
  readonly preset: Preset | undefined;
  /** One study, or the studies of a sweep. */
  readonly parts: readonly FinishedPart[];
  /** Comparison between the studies of a sweep. */
  readonly between?: StudiesComparison | undefined;
  /** Verdicts on the preset's claims; if present, they are the answer. */
  readonly claims?: ClaimLedger | undefined;
}

/**
 * Writes the results of a study as Markdown. The text depends only on the summaries; equal summaries give equal bytes.
 */
export function findings({ preset, parts, between, claims }: FindingsInput): string {
  const title = preset === undefined ? 'Findings' : `Findings: ${preset.name}`;
  const answer = claims === undefined ? (preset?.answer(parts) ?? []) : describeLedger(claims);
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
      : [
          ...describeChosen(family, summary.config).map((said) => `**${said}**`),
          family.comparisons.map((comparison) => `- ${describeComparison(summary, comparison)}`).join('\n'),
          ...describeLooks(family),
        ]),
  ];
}

function caveats(summaries: readonly StudySummary[]): string[] {
  const [first] = summaries;
  if (first === undefined) return [];
  const { config, comparisons: family, uncertainty } = first;
  const { margin, baseline } = config;
  const notes = [...new Set(summaries.flatMap((summary) => summary.undecidable))];
  const chosen = summaries.some(({ comparisons }) => (comparisons?.chosen_after_seeing.length ?? 0) > 0);
  return [
    `${chosen ? 'Unless it says above that they were chosen after seeing results, comparisons' : 'Comparisons'} were declared before the first run, each strategy against \`${baseline}\`, paired by run (same start, same data, same batches). ${verdictMeanings(margin)} Sizes are Hodges–Lehmann estimates; intervals are those behind the verdicts, at the level of the verdict. ${familySentence(family?.alpha ?? comparisonAlpha)} Anything else is *inconclusive*, which does not mean "the same".${
      uncertainty === undefined
        ? ''
        : ' The comparisons of uncertainty are a second family with the same guarantee, each quantity with its own margin.'
    }`,
    ...notes,
    dataCaveat(config),
  ];
}

/** What the intervals describe. */
function dataCaveat({ data_seeds, n_runs, table }: StudySummary['config']): string {
  if (data_seeds === 1) {
    return 'All runs share one data set and one split, so the results hold for this data set only; the intervals describe variation over initial weights and row orders, not over data.';
  }
  const shared = data_seeds < n_runs;
  if (table === undefined) {
    return shared
      ? `Runs share ${data_seeds} data sets, and runs on one data set are alike: pairs are averaged by data set first, and tests and intervals are computed over the ${data_seeds} data sets.`
      : 'Every run has its own data set: the intervals describe variation over data of this kind, initial weights and row orders.';
  }
  const over = shared
    ? `Runs share ${data_seeds} divisions of the table into sets: pairs are averaged by division first, and tests and intervals are computed over the divisions.`
    : 'Every run has its own division of the table into sets.';
  return `${over} Divisions share rows, so their results are not independent: the intervals describe variation over divisions of this table, initial weights and row orders, and are too narrow for another table of the same kind.`;
}
