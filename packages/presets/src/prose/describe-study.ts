import {
  comparedSparsity,
  declaredQuantity,
  type QuantitySummary,
  type StrategySummary,
  type StudySummary,
  studyTask,
} from '@reluctant/study';
import { comparisonOf, describeComparison } from './describe-comparison.js';
import { grouped } from './grouped.js';
import {
  counted,
  decimal,
  listed,
  markdownTable,
  meanAndStd,
  named,
  percent,
  significantDigits,
  strategyOf,
} from './words.js';

/** Describes the runs, the net and the data in one paragraph. */
export function describeSetting({ config, strategies }: StudySummary): string {
  const {
    folds,
    patience,
    n_runs,
    epochs,
    n_samples,
    n_features,
    n_layers,
    bottleneck: width,
    data_seeds,
    holdout,
    l1,
  } = config;
  const outputs = studyTask(config) === 'regression' ? 'one value' : `${config.n_classes} classes`;
  const net = `${n_features} features → ${counted(n_layers, 'hidden layer')} of ${width} → ${outputs}`;
  const rows = `${grouped(n_samples)} rows`;
  const table = config.table && `a table of ${rows} with the target ${named(config.table.target)}`;
  const data =
    folds !== undefined
      ? `${table} in ${folds} folds, each of which is the test set of its runs`
      : data_seeds === 1
        ? (table ?? `one data set of ${rows}`)
        : table === undefined
          ? `${data_seeds} data sets of ${rows}, each with its own split`
          : `${table} in ${data_seeds} divisions into sets`;
  return [
    `${counted(n_runs, 'run')} of each of ${counted(strategies.length, 'strategy').replace('strategys', 'strategies')}, ${patience === undefined ? counted(epochs, 'epoch') : `at most ${counted(epochs, 'epoch')}, of which the one with the lowest validation loss is kept (patience ${patience})`}; ${net}; ${data}`,
    holdout > 0 && folds === undefined ? `; ${percent(holdout)} of the rows held out and evaluated once` : '',
    l1 > 0 ? `; L1 weight ${l1} on hidden activations` : '',
    config.weight_decay === undefined ? '' : `; weight decay ${config.weight_decay}`,
    config.class_weight === undefined ? '' : '; classes balanced in the loss',
    '.',
  ].join('');
}

/** The strategy whose mean is best; undefined if none has one. */
export function bestStrategy(
  summary: StudySummary,
  among: (strategy: StrategySummary) => boolean = () => true,
): StrategySummary | undefined {
  const { of, moreIsBetter } = declaredQuantity(summary);
  const score = (strategy: StrategySummary): number => {
    const mean = of(strategy)?.mean;
    return mean === null || mean === undefined ? Number.NEGATIVE_INFINITY : moreIsBetter ? mean : -mean;
  };
  return summary.strategies
    .filter((strategy) => among(strategy) && Number.isFinite(score(strategy)))
    .reduce<StrategySummary | undefined>(
      (best, strategy) => (best === undefined || score(strategy) > score(best) ? strategy : best),
      undefined,
    );
}

/** Describes the best strategy, its lead, the verdict and its sparsity. */
export function describeBest(summary: StudySummary): string[] {
  const best = bestStrategy(summary);
  if (best === undefined) return ['No run finished, so there is nothing to compare.'];
  const { text, of, unit, digits } = declaredQuantity(summary);
  const baseline = strategyOf(summary, summary.config.baseline);
  const comparison = comparisonOf(summary, best.name);
  const sentences = [
    `By ${text}, the best mean is that of ${named(best.name)}: ${meanAndStd(of(best), digits)}${unit}${
      baseline === undefined || baseline === best
        ? ''
        : `; the baseline ${named(baseline.name)} has ${meanAndStd(of(baseline), digits)}`
    }.`,
  ];
  if (comparison !== undefined) sentences.push(describeComparison(summary, comparison));
  const zeros = comparedSparsity(summary, best);
  const baselineZeros = comparedSparsity(summary, baseline);
  if (baseline !== undefined && baseline !== best) {
    sentences.push(
      `In sparsity: ${named(best.name)} has ${percent(zeros)} exact zeros, ${named(baseline.name)} ${percent(baselineZeros)}.`,
    );
  }
  return [sentences.join(' '), ...describeDeaths(summary)];
}

/** Describes which strategies had dead or diverged runs. */
export function describeDeaths({ strategies }: StudySummary): string[] {
  const lost = strategies.filter(({ dead_rate }) => (dead_rate ?? 0) > 0);
  if (lost.length === 0) return ['No run died (none ended with a hidden layer that is 0 for every row).'];
  const parts = lost.map(
    ({ name, dead_rate }) => `${named(name)} ${percent(dead_rate, (dead_rate ?? 0) < 0.1 ? 1 : 0)}`,
  );
  return [
    `Runs that died or diverged: ${listed(parts)}. A dead run changes a mean strongly, but medians and the signed-rank test hardly.`,
  ];
}

/** The numbers of a study as a Markdown table. */
export function studyTable(summary: StudySummary): string {
  const { of, text, digits } = declaredQuantity(summary);
  const regression = studyTask(summary.config) === 'regression';
  const tests = [...new Set(summary.strategies.flatMap((strategy) => strategy.tests.map(({ test }) => test)))];
  const gated = summary.strategies.some(({ last }) => last.gate !== undefined);
  const head = [
    'strategy',
    text,
    'median',
    '95 % interval of the mean',
    ...(regression ? ['val RMSE', 'val R²'] : ['val accuracy']),
    'sparsity',
    ...tests.flatMap((test) => [`loss, ${test}`, `zeros, ${test}`]),
    ...(gated ? ['ReLU share of gate'] : []),
    'dead',
    summary.comparisons?.chosen_after_seeing.length ? 'verdict, chosen after seeing' : 'verdict',
  ];
  const rows = summary.strategies.map((strategy) => {
    const quantity = of(strategy);
    const [low, high] = quantity?.interval_95 ?? [null, null];
    return [
      named(strategy.name),
      meanAndStd(quantity, digits),
      decimal(quantity?.median, digits),
      `${decimal(low, digits)} to ${decimal(high, digits)}`,
      ...(regression
        ? [inUnit(strategy.last.val_rmse), meanAndStd(strategy.last.val_r2)]
        : [meanAndStd(strategy.last.val_accuracy)]),
      percent(strategy.last.sparsity?.mean),
      ...tests.flatMap((test) => {
        const row = strategy.tests.find((candidate) => candidate.test === test);
        return [meanAndStd(row?.loss), percent(row?.sparsity.mean)];
      }),
      ...(gated ? [strategy.last.gate === undefined ? '' : meanAndStd(strategy.last.gate, 2)] : []),
      percent(strategy.dead_rate),
      comparisonOf(summary, strategy.name)?.verdict ?? (strategy.name === summary.config.baseline ? 'baseline' : ''),
    ];
  });
  return markdownTable(head, rows);
}

/** A quantity in the unit of a target, with four significant digits. */
function inUnit(quantity: QuantitySummary | undefined): string {
  return meanAndStd(quantity, significantDigits(quantity?.mean));
}
