import {
  type FinishedPart,
  type MethodUncertainty,
  moreIsBetter,
  type StudySummary,
  type UncertaintyQuantity,
  type UncertaintySummary,
} from '@reluctant/study';
import { condensed } from '../prose/describe-comparison.js';
import { decimal, listed, markdownTable, meanAndStd, named } from '../prose/words.js';
import type { Preset } from './preset.js';

/** Stochastic passes against MC dropout, small ensembles and single deterministic nets. */
export const uncertainty: Preset = {
  name: 'uncertainty',
  question:
    'Do several passes of a stochastic activation tell what a net does not know, as the post asks, and how do they compare with MC dropout, a small ensemble and a single net?',
  settings: {
    strategies: [
      'relu',
      'silu',
      'stoch',
      'learnable_stoch',
      'gumbel_stoch',
      { name: 'mc_dropout_0.1', strategy: 'dropout', rate: 0.1 },
      { name: 'mc_dropout_0.3', strategy: 'dropout', rate: 0.3 },
    ],
    // Wide enough for overconfidence; with four units dropout has little effect.
    bottleneck: 16,
    n_runs: 100,
    data_seeds: 20,
    holdout: 0.2,
    test: ['same'],
    passes: 30,
    shifts: [0.5, 1, 2],
    ensemble: 5,
  },
  caveats: [
    'Every answer of a stochastic method is the mean of its passes; an ensemble is five nets of one strategy, trained from different starts on the same data. `mc_dropout_r` is a ReLU net that drops hidden units with probability r in training and in every pass. ECE is the expected calibration error in 15 bins; AUROC (errors) says how well the entropy finds wrong answers, AUROC (shift) how well it tells shifted inputs (Gaussian noise added to the features, in standard deviations) from unshifted ones; one half is guessing.',
    'Shifted inputs keep their labels: their negative log-likelihood shows how much a method degrades. Methods are compared over groups of five runs on one data set, so that an ensemble is compared with the mean of its own members.',
  ],
  answer: (parts) => parts.flatMap(answer),
};

const quantities: Readonly<Record<UncertaintyQuantity, string>> = {
  nll: 'negative log-likelihood',
  ece: 'calibration error (ECE)',
  error_auroc: 'finding wrong answers (AUROC)',
  shift_auroc: 'finding shifted inputs (AUROC)',
};

function answer({ summary }: FinishedPart): string[] {
  const { uncertainty: found } = summary;
  if (found === undefined) return ['Without `--passes` uncertainty is not measured.'];
  return [
    methodTable(found),
    ...(Object.keys(quantities) as UncertaintyQuantity[]).flatMap((quantity) => describeQuantity(found, quantity)),
    ...describePasses(summary, found),
    ...describeDisagreement(found),
    ...describeNotice(found),
  ];
}

function methodTable({ methods }: UncertaintySummary): string {
  const largest = methods[0]?.shifted.at(-1)?.shift;
  return markdownTable(
    [
      'method',
      'passes',
      'accuracy',
      'NLL',
      'ECE',
      'AUROC (errors)',
      'mutual information',
      ...(largest === undefined ? [] : [`AUROC (shift ${largest})`, `NLL, shift ${largest}`, `ECE, shift ${largest}`]),
    ],
    methods.map((method) => {
      const shifted = method.shifted.at(-1);
      return [
        named(method.name),
        String(method.passes),
        meanAndStd(method.accuracy),
        meanAndStd(method.nll),
        meanAndStd(method.ece),
        meanAndStd(method.error_auroc),
        decimal(method.mutual_information.mean, 4),
        ...(shifted === undefined
          ? []
          : [meanAndStd(shifted.shift_auroc), meanAndStd(shifted.nll), meanAndStd(shifted.ece)]),
      ];
    }),
  );
}

/** Best method by one quantity, and the verdicts against the baseline. */
function describeQuantity(
  { methods, comparisons, baseline }: UncertaintySummary,
  quantity: UncertaintyQuantity,
): string[] {
  const text = quantities[quantity];
  const mean = (method: MethodUncertainty): number =>
    (quantity === 'shift_auroc' ? method.shifted.at(-1)?.shift_auroc : method[quantity])?.mean ?? Number.NaN;
  const ranked = methods
    .filter((method) => Number.isFinite(mean(method)))
    .sort((a, b) => (moreIsBetter[quantity] ? mean(b) - mean(a) : mean(a) - mean(b)));
  const [best] = ranked;
  if (best === undefined) return [];
  const own = comparisons.find((group) => group.quantity === quantity);
  const verdicts = (own?.comparisons ?? []).map((comparison) => condensed(comparison));
  return [
    `By ${text} the best is ${named(best.name)} with ${decimal(mean(best))}.${
      own === undefined || verdicts.length === 0
        ? ''
        : ` Differences from a single ${named(baseline)} net, of which ±${own.margin} does not matter: ${listed(verdicts)}.`
    }`,
  ];
}

/** The gain of averaging passes over one pass. */
function describePasses(summary: StudySummary, { methods }: UncertaintySummary): string[] {
  const gains = methods
    .filter(({ kind }) => kind === 'stochastic')
    .flatMap(({ name, passes, nll }) => {
      const single = summary.strategies
        .find((strategy) => strategy.name === name)
        ?.tests.find(({ test }) => test === 'same');
      return single === undefined
        ? []
        : [`${named(name)} from ${decimal(single.loss.mean)} to ${decimal(nll.mean)} (${passes} passes)`];
    });
  return gains.length === 0
    ? []
    : [`Averaging passes instead of taking one moves the negative log-likelihood of ${listed(gains)}.`];
}

/** Whether passes disagree more where inputs are shifted. */
function describeDisagreement({ methods }: UncertaintySummary): string[] {
  const lines = methods.flatMap(({ name, mutual_information, shifted }) => {
    const far = shifted.at(-1);
    const by = far?.shift_auroc_mutual_information?.mean;
    return far === undefined || by === undefined || by === null
      ? []
      : [
          `${named(name)} ${decimal(mutual_information.mean, 3)} → ${decimal(far.mutual_information.mean, 3)} nats (AUROC ${decimal(by)})`,
        ];
  });
  return lines.length === 0
    ? []
    : [
        `Disagreement between passes or members (mutual information), from unshifted to the most shifted inputs: ${listed(lines)}.`,
      ];
}

/**
 * Groups methods by whether their disagreement separates shifted from unshifted inputs, by the interval of the area
 * against one half.
 */
function describeNotice({ methods }: UncertaintySummary): string[] {
  const groups: Record<'more' | 'less' | 'same', string[]> = { more: [], less: [], same: [] };
  for (const { name, shifted } of methods) {
    const [low, high] = shifted.at(-1)?.shift_auroc_mutual_information?.interval_95 ?? [null, null];
    if (low === null || high === null) continue;
    groups[low > 0.5 ? 'more' : high < 0.5 ? 'less' : 'same'].push(named(name));
  }
  const sentences = [
    groups.more.length > 0 &&
      `Disagreement rises on inputs that are far from the training data, so it warns of them, with ${listed(groups.more)}.`,
    groups.less.length > 0 &&
      `It falls there with ${listed(groups.less)}: their passes agree more on such inputs than on unshifted ones, so they do **not** indicate that an input is unusual.`,
    groups.same.length > 0 && `It does not indicate them with ${listed(groups.same)}.`,
  ].filter((sentence) => sentence !== false);
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}
