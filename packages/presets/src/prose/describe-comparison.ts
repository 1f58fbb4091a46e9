import { type ComparisonSummary, declaredQuantity, type StudySummary } from '@reluctant/study';
import { grouped } from './grouped.js';
import { counted, decimal, levelText, listed, named, probability } from './words.js';

/** Context of the sentence about a comparison. */
export interface ComparisonContext {
  /** Display names of the baseline and the strategy. */
  readonly baseline: string;
  readonly strategy: string;
  /** ` nats` for losses, else nothing. */
  readonly unit: string;
  readonly moreIsBetter: boolean;
  readonly margin: number;
  readonly alpha: number;
  /** Decimals of differences. */
  readonly digits: number;
}

/**
 * Describes one comparison in a sentence or two: verdict, effect, the interval behind the verdict, the mean, and the
 * runs needed.
 */
export function describeComparison(summary: StudySummary, comparison: ComparisonSummary): string {
  const { comparisons: family } = summary;
  if (family === undefined) return '';
  const { baseline, margin, alpha } = family;
  const names = { baseline: named(baseline), strategy: named(comparison.strategy) };
  return `${names.strategy} against ${names.baseline}: ${comparisonSentence(comparison, {
    ...names,
    ...declaredQuantity(summary),
    margin,
    alpha,
  })}`;
}

/**
 * Describes the result of a comparison. Direction and size are those of the signed-rank test (the Hodges–Lehmann
 * estimate), which decides; the mean is reported as well, with the reason if its sign is opposite.
 */
export function comparisonSentence(comparison: ComparisonSummary, context: ComparisonContext): string {
  return [
    verdictSentence(comparison, context),
    ...divergedSentence(comparison, context),
    ...meanSentence(comparison, context),
  ].join(' ');
}

function verdictSentence(comparison: ComparisonSummary, context: ComparisonContext): string {
  const { hodges_lehmann, verdict, p_different, p_equivalent, runs_needed, n, unit: pairs } = comparison;
  const { unit, moreIsBetter, margin, alpha, digits } = context;
  const effect = `${effectText(comparison, context)} (${intervalText(comparison, digits)}`;
  switch (verdict) {
    case 'different': {
      const better = (comparison.direction === 'higher') === moreIsBetter ? 'better' : 'worse';
      const most = comparison.direction === 'higher' ? comparison.higher : comparison.lower;
      const small = hodges_lehmann !== null && Math.abs(hodges_lehmann) < margin;
      return `**different**, ${better}: ${effect}, ${probability(p_different)}), ${comparison.direction} in ${grouped(most)} of ${grouped(n)} ${pairs}${
        small ? `; the difference is less than the margin of ${margin}` : ''
      }.`;
    }
    case 'equivalent':
      return `**equivalent** within ${margin}${unit}: ${effect}; mean ${signed(comparison.mean_difference, digits)}, ${intervalText(comparison, digits, comparison.mean_interval)}; ${probability(p_equivalent)})${
        (p_different ?? 1) < alpha ? ': a real difference, but too small to matter' : ''
      }.`;
    case 'inconclusive':
      return `**inconclusive**, ${effect}; mean ${signed(comparison.mean_difference, digits)})${
        comparison.no_claim === 'too few pairs'
          ? `: ${grouped(n)} ${n === 1 ? pairs.replace(/s$/, '') : pairs} are too few for a claim`
          : comparison.no_claim === 'no spread'
            ? ': all differences are equal, so their variation cannot be estimated'
            : runs_needed === null
              ? ''
              : `; about ${grouped(runs_needed)} runs would decide it`
      }.`;
  }
}

/** `higher by 0.012 nats`. */
function effectText(
  { hodges_lehmann, direction, verdict }: ComparisonSummary,
  { unit, digits }: ComparisonContext,
): string {
  if (hodges_lehmann === null) return direction === 'none' ? 'no typical difference' : direction;
  const sign = hodges_lehmann > 0 ? 'higher' : hodges_lehmann < 0 ? 'lower' : 'none';
  // Without a claim the rank sums may, by chance, have the opposite sign to the estimate.
  const side = verdict === 'different' && direction !== 'none' ? direction : sign;
  const size = side === sign || sign === 'none' ? Math.abs(hodges_lehmann) : -Math.abs(hodges_lehmann);
  return side === 'none' ? `no difference` : `${side} by ${decimal(size, digits)}${unit}`;
}

function intervalText(
  { interval_level, hodges_lehmann_interval }: ComparisonSummary,
  digits: number,
  [low, high]: readonly [number | null, number | null] = hodges_lehmann_interval,
): string {
  const end = (value: number | null): string => (value === null ? 'without bound' : decimal(value, digits));
  return `${levelText(interval_level)} interval ${end(low)} to ${end(high)}`;
}

function divergedSentence({ diverged }: ComparisonSummary, { baseline, strategy }: ComparisonContext): string[] {
  const [before, after] = diverged;
  if (before === 0 && after === 0) return [];
  const none = (count: number): string => (count === 0 ? 'no run' : counted(count, 'run'));
  return [
    `Diverged: ${none(after)} of ${strategy}, ${none(before)} of ${baseline}; such a run counts as worse than every run that did not diverge, and there is no mean to compare.`,
  ];
}

/** Explains a mean with the opposite sign, if there is one. */
function meanSentence(comparison: ComparisonSummary, context: ComparisonContext): string[] {
  const { mean_disagrees, mean_difference, mean_interval, p_mean, dead, verdict } = comparison;
  if (!mean_disagrees || mean_difference === null) return [];
  const { baseline, strategy, unit, moreIsBetter, alpha, digits } = context;
  // Bad runs raise a loss and lower an accuracy; this tells whose mean they move.
  const moved = mean_difference > 0 !== moreIsBetter ? 1 : 0;
  const [whose, other] = moved === 1 ? [strategy, baseline] : [baseline, strategy];
  const count = dead?.[moved] ?? 0;
  const others = dead?.[1 - moved] ?? 0;
  const cause =
    count > others
      ? `${counted(count, 'dead run')} of ${whose} ${count === 1 ? 'moves' : 'move'} it (${other} has ${others === 0 ? 'none' : grouped(others)})`
      : 'a long tail, few runs with large differences, moves it';
  const holds = (p_mean ?? 1) < alpha;
  return [
    `The mean points the other way, ${mean_difference > 0 ? 'higher' : 'lower'} by ${decimal(Math.abs(mean_difference), digits)}${unit}${
      verdict === 'equivalent' ? '' : ` (${intervalText(comparison, digits, mean_interval)})`
    }: ${cause}. ${holds ? 'Its own test holds' : 'Its own test does not tell it from 0'} (${probability(p_mean)}).`,
  ];
}

/** The comparison of one strategy with the baseline; undefined for the baseline itself. */
export function comparisonOf(summary: StudySummary, strategy: string): ComparisonSummary | undefined {
  return summary.comparisons?.comparisons.find((comparison) => comparison.strategy === strategy);
}

/**
 * Some comparisons in one line, `a` −0.026 (inconclusive), `b` −0.053 (different); those that are not part of the study
 * are left out. Undefined if none is left.
 */
export function condenseComparisons(summary: StudySummary, strategies: readonly string[]): string | undefined {
  const { digits } = declaredQuantity(summary);
  const parts = strategies.flatMap((strategy) => {
    const comparison = comparisonOf(summary, strategy);
    return comparison === undefined ? [] : [condensed(comparison, digits)];
  });
  return parts.length === 0 ? undefined : listed(parts);
}

/** `a` −0.026 (inconclusive); the effect is the tested one, followed by the mean if its sign is opposite. */
export function condensed(
  { strategy, hodges_lehmann, verdict, mean_disagrees, mean_difference }: ComparisonSummary,
  digits = 3,
): string {
  return `${named(strategy)} ${signed(hodges_lehmann, digits)} (${verdict}${mean_disagrees ? `; mean ${signed(mean_difference, digits)}` : ''})`;
}

function signed(value: number | null, digits: number): string {
  return `${(value ?? 0) > 0 ? '+' : ''}${decimal(value, digits)}`;
}
