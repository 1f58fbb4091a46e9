import type { ReliabilityBin } from '@reluctant/metrics';
import type { Strategy } from '@reluctant/trainer';
import { dataSetsOfRuns } from '../config/data-sets-of-runs.js';
import { endsStochastic } from '../config/ends-stochastic.js';
import { plannedTests } from '../config/planned-tests.js';
import { quantityMargins } from '../config/quantity-margins.js';
import type { StudyConfig } from '../config/study-config.js';
import { lookOf } from '../config/study-looks.js';
import { dataOfRun, requireLabels, type StudyData } from '../data/study-data.js';
import type { Predictions } from '../rows/predictions.js';
import { comparePaired, type DeclaredPair } from '../summary/compare-paired.js';
import type { QuantitySummary } from '../summary/quantity-summary.js';
import { finiteOrNull, summariseValues } from '../summary/summarise-values.js';
import {
  type MethodUncertainty,
  moreIsBetter,
  type ReliabilityBinSummary,
  type SetUncertainty,
  type UncertaintyComparisons,
  type UncertaintyQuantity,
  type UncertaintySummary,
  uncertaintyQuantities,
} from '../summary/uncertainty-summary.js';
import { type AnswerQuality, answerQuality, ensembleOf, type SetQuality, type ShiftQuality } from './answer-quality.js';
import { runGroups } from './run-groups.js';

/** Input of {@link summariseUncertainty}. */
export interface UncertaintyInput {
  readonly config: StudyConfig;
  readonly data: readonly StudyData[];
  /** Predictions of one run; undefined if it diverged. */
  readonly predictionsOf: (strategy: string, run: number) => Predictions | undefined;
}

/** A method with the quality of its predictions by group of runs: one per run for single nets, one for an ensemble. */
interface Method {
  readonly name: string;
  readonly kind: MethodUncertainty['kind'];
  readonly passes: number;
  readonly groups: readonly Group[];
}

/** Quality of a method on the runs of a group. */
interface Group {
  /** The data set of its runs. */
  readonly dataSet: number;
  readonly answers: readonly AnswerQuality[];
  /** True if one of its runs diverged. */
  readonly diverged: boolean;
}

/**
 * Scores the nets of every strategy, and ensembles of those that draw nothing, on the unshifted and the shifted sets,
 * and compares them with the baseline's single nets.
 *
 * Pairs are groups of runs on one data set: the mean over a group's single nets against the one ensemble made of the
 * same runs (groups of one run without ensembles). Several groups on one data set are averaged first, and intervals go
 * over data sets too. A group in which a run diverged counts as diverged. All quantities and methods are one family,
 * each quantity with its own margin.
 */
export function summariseUncertainty(input: UncertaintyInput): UncertaintySummary {
  const { config } = input;
  const { strategies } = config;
  const groups = runGroups(config, Math.max(1, config.ensemble));
  const methods = [
    ...strategies.map((strategy) => singleNets(input, strategy, groups)),
    ...(config.ensemble > 1
      ? strategies.filter((strategy) => !endsStochastic(strategy)).map((strategy) => ensembles(input, strategy, groups))
      : []),
  ];
  return {
    set: plannedTests(config).set,
    baseline: config.baseline,
    methods: methods
      .filter(({ groups: own }) => own.some(({ answers }) => answers.length > 0))
      .map((method) => summariseMethod(method, dataSetsOfRuns(config) !== undefined)),
    comparisons: compareMethods(methods, config),
  };
}

function singleNets(input: UncertaintyInput, strategy: Strategy, groups: readonly number[][]): Method {
  const stochastic = endsStochastic(strategy);
  return {
    name: strategy.name,
    kind: stochastic ? 'stochastic' : 'deterministic',
    passes: stochastic ? input.config.passes : 1,
    groups: groups.map((runs) => {
      const answers = runs.flatMap((run) => {
        const predictions = input.predictionsOf(strategy.name, run);
        return predictions === undefined ? [] : judge(input, run, predictions);
      });
      return { dataSet: dataSetOf(input, runs), answers, diverged: answers.length < runs.length };
    }),
  };
}

function ensembles(input: UncertaintyInput, strategy: Strategy, groups: readonly number[][]): Method {
  const { ensemble } = input.config;
  return {
    name: `ensemble of ${ensemble} ${strategy.name}`,
    kind: 'ensemble',
    passes: ensemble,
    groups: groups.map((runs) => {
      const members = runs.flatMap((run) => input.predictionsOf(strategy.name, run) ?? []);
      const [first = 0] = runs;
      // A smaller ensemble would be another method.
      const diverged = members.length < runs.length;
      return {
        dataSet: dataSetOf(input, runs),
        answers: diverged ? [] : judge(input, first, ensembleOf(members)),
        diverged,
      };
    }),
  };
}

function dataSetOf({ config }: UncertaintyInput, runs: readonly number[]): number {
  return (runs[0] ?? 0) % config.data_seeds;
}

function judge({ config, data }: UncertaintyInput, run: number, predictions: Predictions): AnswerQuality[] {
  const { validation, test } = dataOfRun(data, run);
  const { labels } = requireLabels(plannedTests(config).set === 'test' && test !== undefined ? test : validation);
  const quality = answerQuality(predictions, labels, config.shifts);
  return quality === undefined ? [] : [quality];
}

/** A prediction quality with its data set. */
interface Answer {
  readonly quality: AnswerQuality;
  readonly dataSet: number;
}

function summariseMethod({ name, kind, passes, groups }: Method, shared: boolean): MethodUncertainty {
  const answers = groups.flatMap((group) => group.answers.map((quality) => ({ quality, dataSet: group.dataSet })));
  const shifts = answers[0]?.quality.shifted ?? [];
  const over = (measure: (quality: AnswerQuality) => number): QuantitySummary => overAnswers(answers, measure, shared);
  return {
    name,
    kind,
    passes,
    ...summariseSet(over, (quality) => quality),
    error_auroc: over(({ error_auroc }) => error_auroc),
    shifted: shifts.map(({ shift }, index) => {
      const at = ({ shifted }: AnswerQuality): ShiftQuality | undefined => shifted[index];
      const disagree = answers.some(({ quality }) => (at(quality)?.mutual_information ?? 0) > 0);
      return {
        shift,
        ...summariseSet(over, at),
        shift_auroc: over((quality) => at(quality)?.shift_auroc ?? Number.NaN),
        ...(disagree && {
          shift_auroc_mutual_information: over((quality) => at(quality)?.shift_auroc_mutual_information ?? Number.NaN),
        }),
      };
    }),
    reliability: pooledBins(answers.map(({ quality }) => quality.bins)),
  };
}

function summariseSet(
  over: (measure: (quality: AnswerQuality) => number) => QuantitySummary,
  set: (quality: AnswerQuality) => SetQuality | undefined,
): SetUncertainty {
  return {
    accuracy: over((quality) => set(quality)?.accuracy ?? Number.NaN),
    nll: over((quality) => set(quality)?.nll ?? Number.NaN),
    ece: over((quality) => set(quality)?.ece ?? Number.NaN),
    entropy: over((quality) => set(quality)?.entropy ?? Number.NaN),
    mutual_information: over((quality) => set(quality)?.mutual_information ?? Number.NaN),
  };
}

const nothing: QuantitySummary = { n: 0, mean: null, std: null, median: null, interval_95: [null, null] };

/** Entries without a value (no wrong row, so no area) are left out. */
function overAnswers(
  answers: readonly Answer[],
  measure: (quality: AnswerQuality) => number,
  shared: boolean,
): QuantitySummary {
  const values = answers
    .map(({ quality, dataSet }) => ({ value: measure(quality), dataSet }))
    .filter(({ value }) => !Number.isNaN(value));
  const dataSets = shared ? values.map(({ dataSet }) => dataSet) : undefined;
  return (
    summariseValues(
      values.map(({ value }) => value),
      dataSets,
    ) ?? nothing
  );
}

function pooledBins(all: readonly (readonly ReliabilityBin[])[]): ReliabilityBinSummary[] {
  return (all[0] ?? []).map(({ low, high }, index) => {
    const own = all.flatMap((bins) => bins[index] ?? []).filter(({ count }) => count > 0);
    const count = own.reduce((sum, bin) => sum + bin.count, 0);
    const mean = (of: (bin: ReliabilityBin) => number): number | null =>
      finiteOrNull(own.reduce((sum, bin) => sum + of(bin) * bin.count, 0) / count);
    return { low, high, count, confidence: mean((bin) => bin.confidence), accuracy: mean((bin) => bin.accuracy) };
  });
}

function compareMethods(methods: readonly Method[], config: StudyConfig): UncertaintyComparisons[] {
  const baseline = methods.find(({ name }) => name === config.baseline);
  if (baseline === undefined) return [];
  const quantities = uncertaintyQuantities.filter((quantity) => quantity !== 'shift_auroc' || config.shifts.length > 0);
  const shared = dataSetsOfRuns(config) !== undefined;
  const declared = quantities.flatMap((quantity) =>
    methods
      .filter((method) => method !== baseline)
      .map((method) => ({
        quantity,
        pair: {
          strategy: method.name,
          baseline: groupMeans(baseline, quantity),
          values: groupMeans(method, quantity),
          better: moreIsBetter[quantity] ? 'higher' : 'lower',
          margin: quantityMargins[quantity],
          together: Math.max(1, config.ensemble),
          dataSetOf: shared ? (group) => baseline.groups[group]?.dataSet ?? 0 : undefined,
        } satisfies DeclaredPair,
      })),
  );
  const compared = comparePaired(
    declared.map(({ pair }) => pair),
    lookOf(config),
  );
  return quantities.map((quantity) => ({
    quantity,
    margin: quantityMargins[quantity],
    comparisons: compared.filter((_, index) => declared[index]?.quantity === quantity),
  }));
}

/**
 * Mean over the answers of each group: NaN for a group in which a run diverged; one that has no value otherwise (no
 * wrong row, so no area) is left out.
 */
function groupMeans({ groups }: Method, quantity: UncertaintyQuantity): Map<number, number> {
  const means = groups.flatMap(({ answers, diverged }, group): [number, number][] => {
    if (diverged) return [[group, Number.NaN]];
    const values = answers.map((answer) => measured(answer, quantity)).filter((value) => !Number.isNaN(value));
    return values.length === 0 ? [] : [[group, values.reduce((sum, value) => sum + value, 0) / values.length]];
  });
  return new Map(means);
}

/** `shift_auroc` is that of the largest shift. */
function measured(answer: AnswerQuality, quantity: UncertaintyQuantity): number {
  return quantity === 'shift_auroc' ? (answer.shifted.at(-1)?.shift_auroc ?? Number.NaN) : answer[quantity];
}
