import type { ReliabilityBin } from '@reluctant/metrics';
import type { Strategy } from '@reluctant/trainer';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import { dataOfRun, type StudyData } from '../data/study-data.js';
import type { Predictions } from '../rows/predictions.js';
import { comparePaired, type DeclaredPair } from '../summary/compare-strategies.js';
import type { QuantitySummary } from '../summary/quantity-summary.js';
import { finiteOrNull, summariseValues } from '../summary/summarise-values.js';
import {
  type MethodUncertainty,
  type ReliabilityBinSummary,
  type SetUncertainty,
  type UncertaintyComparisons,
  type UncertaintyQuantity,
  type UncertaintySummary,
  uncertaintyQuantities,
} from '../summary/uncertainty-summary.js';
import { type AnswerQuality, answerQuality, ensembleOf, type SetQuality, type ShiftQuality } from './answer-quality.js';
import { endsStochastic } from './ends-stochastic.js';
import { runGroups } from './run-groups.js';

/** What {@link summariseUncertainty} works on. */
export interface UncertaintyInput {
  readonly config: StudyConfig;
  readonly strategies: readonly Strategy[];
  readonly data: readonly StudyData[];
  /** Predictions of one run; undefined if it diverged. */
  readonly predictionsOf: (strategy: string, run: number) => Predictions | undefined;
}

/** A method with its answers by group of runs: one per run for single nets, one for an ensemble. */
interface Method {
  readonly name: string;
  readonly kind: MethodUncertainty['kind'];
  readonly passes: number;
  readonly groups: readonly (readonly AnswerQuality[])[];
}

/**
 * Judges every strategy's nets, and ensembles of those that draw nothing, on the usual and the shifted sets, and compares them with
 * the baseline's single nets.
 *
 * Pairs are groups of runs on one data set: the mean over a group's single nets against the one ensemble made of the same runs
 * (groups of one run without ensembles). All quantities and methods are one family.
 */
export function summariseUncertainty(input: UncertaintyInput): UncertaintySummary {
  const { config, strategies } = input;
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
    margin: config.margin,
    methods: methods.filter(({ groups: own }) => own.some(({ length }) => length > 0)).map(summariseMethod),
    comparisons: compareMethods(methods, config),
  };
}

function singleNets(input: UncertaintyInput, strategy: Strategy, groups: readonly number[][]): Method {
  const stochastic = endsStochastic(strategy);
  return {
    name: strategy.name,
    kind: stochastic ? 'stochastic' : 'deterministic',
    passes: stochastic ? input.config.passes : 1,
    groups: groups.map((runs) =>
      runs.flatMap((run) => {
        const predictions = input.predictionsOf(strategy.name, run);
        return predictions === undefined ? [] : judge(input, run, predictions);
      }),
    ),
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
      // An ensemble that lost a member is another method.
      return members.length < runs.length ? [] : judge(input, first, ensembleOf(members));
    }),
  };
}

function judge({ config, data }: UncertaintyInput, run: number, predictions: Predictions): AnswerQuality[] {
  const { validation, test } = dataOfRun(data, run);
  const { labels } = plannedTests(config).set === 'test' && test !== undefined ? test : validation;
  const quality = answerQuality(predictions, labels, config.shifts);
  return quality === undefined ? [] : [quality];
}

function summariseMethod({ name, kind, passes, groups }: Method): MethodUncertainty {
  const answers = groups.flat();
  const shifts = answers[0]?.shifted ?? [];
  return {
    name,
    kind,
    passes,
    ...summariseSet(answers),
    error_auroc: over(answers, ({ error_auroc }) => error_auroc),
    shifted: shifts.map(({ shift }, index) => {
      const own = answers.flatMap(({ shifted }): readonly ShiftQuality[] => shifted.slice(index, index + 1));
      const disagree = own.some(({ mutual_information }) => mutual_information > 0);
      return {
        shift,
        ...summariseSet(own),
        shift_auroc: over(own, ({ shift_auroc }) => shift_auroc),
        ...(disagree && {
          shift_auroc_mutual_information: over(own, (quality) => quality.shift_auroc_mutual_information),
        }),
      };
    }),
    reliability: pooledBins(answers.map(({ bins }) => bins)),
  };
}

function summariseSet(answers: readonly SetQuality[]): SetUncertainty {
  return {
    accuracy: over(answers, ({ accuracy }) => accuracy),
    nll: over(answers, ({ nll }) => nll),
    ece: over(answers, ({ ece }) => ece),
    entropy: over(answers, ({ entropy }) => entropy),
    mutual_information: over(answers, ({ mutual_information }) => mutual_information),
  };
}

const nothing: QuantitySummary = { n: 0, mean: null, std: null, median: null, interval_95: [null, null] };

/** Answers without a value (no wrong row, so no area) are left out. */
function over<Answer>(answers: readonly Answer[], measure: (answer: Answer) => number): QuantitySummary {
  return summariseValues(answers.map(measure).filter((value) => !Number.isNaN(value))) ?? nothing;
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
  const declared = quantities.flatMap((quantity) =>
    methods
      .filter((method) => method !== baseline)
      .map((method) => ({
        quantity,
        pair: {
          strategy: method.name,
          baseline: groupMeans(baseline, quantity),
          values: groupMeans(method, quantity),
        } satisfies DeclaredPair,
      })),
  );
  const compared = comparePaired(
    declared.map(({ pair }) => pair),
    config.margin,
  );
  return quantities.map((quantity) => ({
    quantity,
    comparisons: compared.filter((_, index) => declared[index]?.quantity === quantity),
  }));
}

/** Mean over the answers of each group; groups without a finite one are left out. */
function groupMeans({ groups }: Method, quantity: UncertaintyQuantity): Map<number, number> {
  const means = groups.map((answers, group): [number, number] => {
    const values = answers.map((answer) => measured(answer, quantity)).filter((value) => !Number.isNaN(value));
    return [group, values.reduce((sum, value) => sum + value, 0) / values.length];
  });
  return new Map(means.filter(([, mean]) => Number.isFinite(mean)));
}

/** `shift_auroc` is that of the largest shift. */
function measured(answer: AnswerQuality, quantity: UncertaintyQuantity): number {
  return quantity === 'shift_auroc' ? (answer.shifted.at(-1)?.shift_auroc ?? Number.NaN) : answer[quantity];
}
