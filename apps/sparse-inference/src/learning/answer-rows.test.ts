import { balancedClassWeights, parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { smallPrepared, smallRules } from '../testing/small-table.js';
import { answerRows, classWeighted, rowLosses } from './answer-rows.js';
import { trainNet } from './train-net.js';

test('the mean of class-weighted losses is Σ w·l / Σ w within 1e-12', () => {
  const losses = Float64Array.of(1, 2, 3, 4);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const weighted = classWeighted(losses, Int32Array.of(0, 1, 1, 0), Float32Array.of(1, 3));
  expect(Math.abs(mean(weighted) - (1 + 6 + 9 + 4) / 8)).toBeLessThan(1e-12);
  expect(classWeighted(losses, Int32Array.of(0, 1, 1, 0), Float32Array.of(2, 2))).toEqual(losses);
});

test('with class weights the weighted loss of the best epoch never rises with more epochs, within 1e-5', async () => {
  const prepared = smallPrepared('weather');
  if (prepared.task !== 'classification') throw new Error('expected classes');
  const classWeights = balancedClassWeights(prepared.sets.train.labels, prepared.target.classes.length);
  const net = { width: 12, n_layers: 1, lr: 0.05, l1: 0, weight_decay: 0 };
  const lossAfter = async (epochs: number): Promise<number> => {
    const rules = { ...smallRules, epochs, classWeights };
    const { checkpoint } = await trainNet(prepared, parseStrategy('relu'), net, rules);
    const answers = await answerRows(prepared, 'validation', checkpoint, rules.engine);
    const losses = classWeighted(
      rowLosses(prepared, 'validation', answers),
      prepared.sets.validation.labels,
      classWeights,
    );
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  // The best of more epochs is no worse, as the epochs of a shorter training are among them.
  const best = await Promise.all([1, 3, 6, 12].map(lossAfter));
  for (const [at, loss] of best.entries()) expect(loss).toBeLessThanOrEqual((best[at - 1] ?? loss) + 1e-5);
});
