import type { TableTraining } from '../directory/table-training.js';
import { scoreNames, scoreTitles } from '../evaluation/score.js';
import { code } from './data-part.js';

/** A class with fewer test rows is named. */
const fewRows = 30;

/** What the numbers do not say, as a list. */
export function limitsPart(training: TableTraining): readonly string[] {
  const { search, split } = training;
  const chose = search === null ? 'the epoch' : 'the net and its epoch';
  const limits = [
    `The scores hold for rows that come as these came. Rows of another time, place or instrument may be answered worse, and nothing here tells how much.`,
    `${split.validation} validation rows chose ${chose}; the test rows chose nothing. Whoever trains again until the test rows look good makes these intervals too narrow.`,
    'The intervals are about the choice of test rows. They do not say how much another seed or another division would change the model.',
    'A category that the training rows did not have is answered as a rare one, a missing number as the median of the training rows. Probabilities do not show that a row is far from all training rows.',
    ...beatenBy(training),
    ...rareClasses(training),
  ];
  return ['## Limits', limits.map((limit) => `- ${limit}`).join('\n')];
}

/** Names the baselines that are as good as the model or better on the test rows. */
function beatenBy({ task, models }: TableTraining): readonly string[] {
  const [main] = scoreNames[task];
  const scoreAt = (index: number): number => models[index]?.scores[main]?.value ?? Number.NaN;
  const sign = task === 'classification' ? 1 : -1;
  // The first model is this one, the second its control.
  const names = models.flatMap(({ name }, index) =>
    index >= 2 && sign * (scoreAt(index) - scoreAt(0)) >= 0 ? [name] : [],
  );
  if (names.length === 0) return [];
  return [
    `By ${scoreTitles[main]} on the test rows, ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} as good as this model or better, and simpler.`,
  ];
}

function rareClasses({ models, classes }: TableTraining): readonly string[] {
  const rows = (models[0]?.confusion ?? []).map((row) => row.reduce((sum, count) => sum + count, 0));
  const rare = classes.flatMap((name, label) =>
    (rows[label] ?? 0) < fewRows ? [`${code(name)} (${rows[label] ?? 0})`] : [],
  );
  if (rare.length === 0 || rare.length > 20) return [];
  return [
    `These classes have fewer than ${fewRows} test rows, too few to judge how well they are told: ${rare.join(', ')}.`,
  ];
}
