import { ReluctantError } from '@reluctant/errors';
import { lookShare } from '@reluctant/metrics';
import { dequal } from 'dequal/lite';
import { comparisonAlpha } from '../config/comparison-alpha.js';
import { dataSetsOfPairs } from '../config/data-sets-of-runs.js';
import type { StudyConfig } from '../config/study-config.js';
import { lookOf } from '../config/study-looks.js';
import { comparePaired } from '../summary/compare-paired.js';
import type { ComparedValues, ValuesByRun } from '../summary/compared-values.js';
import type { ComparisonSummary } from '../summary/comparison-summary.js';
import { declaredQuantity } from '../summary/declared-quantity.js';
import type { FinishedPart } from '../summary/finished-part.js';
import type { QuantitySummary } from '../summary/quantity-summary.js';

/** One strategy in several studies, in the order of the studies; null where a study does not have it. */
export interface StrategyAcross {
  readonly strategy: string;
  readonly compared: readonly (QuantitySummary | null)[];
  readonly sparsity: readonly (QuantitySummary | null)[];
  /** Mean share of ReLU of the gates. */
  readonly gate: readonly (QuantitySummary | null)[];
}

/** Comparison of one study with the first, by strategy; differences are this study − the first. */
export interface StudyAgainstFirst {
  readonly study: string;
  readonly comparisons: readonly ComparisonSummary[];
}

/** Comparison of several studies: what `comparison.json` holds. */
export interface StudiesComparison {
  readonly version: 2;
  readonly studies: readonly {
    readonly label: string;
    /** The settings in which the studies differ. */
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  /** What is compared, in words. */
  readonly quantity: string;
  /** ` nats` for losses of classes, else nothing. */
  readonly unit: string;
  /** Decimals of values and differences. */
  readonly digits: number;
  readonly more_is_better: boolean;
  readonly margin: number;
  /** At most this share of comparisons of studies contain a false claim of either kind, at any of their looks. */
  readonly alpha: number;
  /** Which look at these studies this is: that of the one that has grown most often. */
  readonly look: number;
  /** Share of alpha that this look may spend, times alpha. */
  readonly look_alpha: number;
  /**
   * True if the studies, the first of them or the margin were chosen after results had been seen: always where finished
   * studies are put beside each other, and in a sweep with a changed margin or quantity. There is no error rate then.
   */
  readonly chosen_after_seeing: boolean;
  readonly strategies: readonly StrategyAcross[];
  /** Studies with another task than the first are left out. One family over all studies and strategies. */
  readonly against_first: readonly StudyAgainstFirst[];
}

/** The part of a study that {@link compareStudies} uses. */
export type ComparableStudy = Pick<FinishedPart, 'label' | 'summary'> & {
  /** Final values of the compared quantity. */
  readonly compared: Pick<ComparedValues, 'better' | 'valuesOf'>;
};

/** Settings that define what is compared or how it runs; they are not reported as differences. */
const notASetting: ReadonlySet<string> = new Set([
  'version',
  'preset',
  'engine',
  'engines',
  'strategies',
  'baseline',
  'margin',
  'model',
  'earlier_looks',
  'declared',
]);

/** Settings that define the task of made data: losses on different tasks are not comparable. */
const taskSettings = [
  'n_features',
  'n_classes',
  'n_informative',
  'n_redundant',
  'n_repeated',
  'n_clusters_per_class',
  'weights',
  'flip_y',
  'class_sep',
  'hypercube',
  'shift',
  'scale',
] as const satisfies readonly (keyof StudyConfig)[];

/**
 * Compares studies: the values of each strategy in each study, and each study against the first, paired by run. Where
 * seeds and data agree, a pair shares its draws, which makes the comparison more precise; otherwise it is still valid.
 * Where runs of either study share data sets, pairs are averaged by data set first. Studies of another task (number of
 * features, separation of the classes, …) than the first are listed without a verdict.
 *
 * @param declaredTogether - true for the studies of one sweep, which were declared together before their first run
 * @throws ReluctantError (usage) when there are fewer than two studies, or they declare different compared quantities
 */
export function compareStudies(
  studies: readonly ComparableStudy[],
  { declaredTogether }: { readonly declaredTogether: boolean },
): StudiesComparison {
  const [first, ...others] = studies;
  if (first === undefined || others.length === 0)
    throw new ReluctantError('invalid-argument', 'a comparison needs two studies or more');
  const { text: quantity, unit, digits, moreIsBetter } = declaredQuantity(first.summary);
  for (const { label, summary } of others) {
    const other = declaredQuantity(summary).text;
    if (other !== quantity) {
      throw new ReluctantError(
        'invalid-argument',
        `${first.label} is compared by ${quantity}, ${label} by ${other}: they cannot be compared`,
      );
    }
  }
  const names = [...new Set(studies.flatMap(({ summary }) => summary.strategies.map(({ name }) => name)))];
  const { margin } = first.summary.config;
  const sameTask = (study: ComparableStudy): boolean => isSameTask(study.summary.config, first.summary.config);
  const look = Math.max(...studies.map(({ summary }) => lookOf(summary.config)));
  return {
    version: 2,
    studies: studies.map(({ label, summary }) => ({
      label,
      settings: differingSettings(summary.config, studies),
    })),
    quantity,
    unit,
    digits,
    more_is_better: moreIsBetter,
    margin,
    alpha: comparisonAlpha,
    look,
    look_alpha: comparisonAlpha * lookShare(look),
    chosen_after_seeing: !declaredTogether || studies.some(comparesAnew),
    strategies: names.map((strategy) => across(strategy, studies)),
    against_first: againstFirst(first, others.filter(sameTask), margin, look),
  };
}

/** Of tables: the same target of the same content; columns may be used differently. */
function isSameTask(a: StudyConfig, b: StudyConfig): boolean {
  if (a.table === undefined && b.table === undefined) return taskSettings.every((name) => dequal(a[name], b[name]));
  return (['fingerprint', 'target', 'task'] as const).every((name) => a.table?.[name] === b.table?.[name]);
}

function across(strategy: string, studies: readonly ComparableStudy[]): StrategyAcross {
  const found = studies.map(({ summary }) => ({
    of: declaredQuantity(summary).of,
    own: summary.strategies.find(({ name }) => name === strategy),
  }));
  return {
    strategy,
    compared: found.map(({ of, own }) => of(own) ?? null),
    sparsity: found.map(({ own }) => own?.last.sparsity ?? null),
    gate: found.map(({ own }) => own?.last.gate ?? null),
  };
}

/** Whether the margin or the quantity of a study was chosen after its results had been seen. */
function comparesAnew({ summary }: ComparableStudy): boolean {
  const { declared } = summary.config;
  return declared?.margin !== undefined || declared?.compare_by !== undefined;
}

function againstFirst(
  first: ComparableStudy,
  others: readonly ComparableStudy[],
  margin: number,
  look: number,
): StudyAgainstFirst[] {
  const declared = others.flatMap((study) =>
    study.summary.strategies
      .map(({ name }) => name)
      .filter((name) => first.summary.strategies.some((strategy) => strategy.name === name))
      .map((strategy) => ({ study, strategy })),
  );
  const compared = comparePaired(
    declared.map(({ study, strategy }) => ({
      strategy,
      baseline: plannedRuns(first.compared.valuesOf(strategy), study),
      values: plannedRuns(study.compared.valuesOf(strategy), first),
      dataSetOf: dataSetsOfPairs(first.summary.config, study.summary.config),
      better: first.compared.better,
      margin,
      dead: [deadRuns(first, strategy), deadRuns(study, strategy)],
      canGrow: first.summary.config.folds === undefined,
    })),
    look,
  );
  return others.map((study) => ({
    study: study.label,
    comparisons: compared.filter((_, index) => declared[index]?.study === study),
  }));
}

/** Values of the runs that another study also has. */
function plannedRuns(values: ValuesByRun, { summary }: ComparableStudy): ValuesByRun {
  return new Map([...values].filter(([run]) => run < summary.config.n_runs));
}

function deadRuns({ summary }: ComparableStudy, strategy: string): number {
  return summary.strategies.find(({ name }) => name === strategy)?.dead_runs ?? 0;
}

function differingSettings(config: StudyConfig, studies: readonly ComparableStudy[]): Record<string, unknown> {
  const own: Readonly<Record<string, unknown>> = { ...config };
  const differs = ([setting, value]: [string, unknown]): boolean =>
    !notASetting.has(setting) &&
    studies.some(({ summary }) => !dequal({ ...summary.config }[setting as keyof StudyConfig], value));
  return Object.fromEntries(Object.entries(own).filter(differs));
}
