import type { TableTraining } from '../directory/table-training.js';
import { percent } from '../output/say.js';

/** What is saved by zeros and what they cost in accuracy or error, in one sentence without a full stop. */
export function costOfZeros(training: TableTraining): string {
  const { zeros, zeros_layers, ends_on_relu, multiplications, difference } = training;
  if (zeros_layers.length === 0) return 'The model has no hidden layer, so there is nothing to skip';
  if (!ends_on_relu) return 'The model does not end on ReLU, so it has hardly any zeros to skip';
  const saved = 1 - multiplications.needed / multiplications.dense;
  const gain = `${percent(zeros)} of the hidden activations are exactly zero, which saves ${percent(saved)} of the multiplications of a row`;
  const { value, low, high } = difference;
  if (value === null || low === null || high === null) return gain;
  const amount = training.task === 'classification' ? points : error;
  const price = `against the same net with SiLU, which has none, ${amount.name} is ${amount.say(value)} (95 % interval: ${amount.say(low)} to ${amount.say(high)})`;
  return `${gain}; ${price}${rateOf(training, amount)}`;
}

interface Amount {
  readonly name: string;
  readonly unit: string;
  /** A difference in words. */
  say(difference: number): string;
  /** What is lost by a difference. */
  loss(difference: number): number;
}

const points: Amount = {
  name: 'accuracy',
  unit: 'points of accuracy',
  say: (difference) => inWords(100 * difference, ' points'),
  loss: (difference) => -100 * difference,
};

const error: Amount = {
  name: 'the RMSE',
  unit: 'of RMSE',
  say: (difference) => inWords(difference, ''),
  loss: (difference) => difference,
};

function inWords(difference: number, unit: string): string {
  const text = unit === '' ? Math.abs(difference).toPrecision(3) : Math.abs(difference).toFixed(2);
  return Number(text) === 0 ? 'the same' : `${text}${unit} ${difference < 0 ? 'lower' : 'higher'}`;
}

/** What each percent of zeros costs, if the interval shows a cost. */
function rateOf({ zeros, difference }: TableTraining, { unit, loss }: Amount): string {
  const worst = [difference.low ?? Number.NaN, difference.high ?? Number.NaN].map(loss);
  if (!(Math.min(...worst) > 0)) return ', so on these rows the cost is not distinguishable from none';
  const rate = loss(difference.value ?? Number.NaN) / (100 * zeros);
  return `: ${rate.toPrecision(2)} ${unit} for each percent of zeros`;
}
