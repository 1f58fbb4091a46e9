import { parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import type { TrainedNet } from '../learning/train-net.js';
import { trainNet } from '../learning/train-net.js';
import { smallPrepared, smallRules } from '../testing/small-table.js';
import { type Contender, Contenders } from './contenders.js';
import type { Trial } from './trial.js';

const hyperparameters = { width: 4, n_layers: 1, lr: 0.01, l1: 0, weight_decay: 0 };
const net: TrainedNet = await trainNet(smallPrepared('weather'), parseStrategy('relu'), hyperparameters, {
  ...smallRules,
  epochs: 1,
});

function contender(trial: number, losses: readonly number[], multiplications: number): Contender {
  const record: Trial = {
    ...{ trial, bracket: 1, hyperparameters, epochs: 1, outcome: 'finished', best_epoch: 1 },
    ...{ val_loss: 0, val_accuracy: 0, zeros: 0, multiplications, seconds: 0 },
  };
  return { trial: record, net, losses: Float64Array.from(losses), multiplications };
}

function chosenOf(...all: readonly Contender[]): readonly [best: number, sparse: number] {
  const contenders = new Contenders();
  for (const one of all) contenders.add(one);
  return [contenders.best?.trial.trial ?? 0, contenders.sparse?.trial.trial ?? 0];
}

test('a simpler net within one standard error of the paired difference is the sparse one, one beyond it is not', () => {
  const best = contender(1, [0.1, 0.3, 0.2, 0.4], 1000);
  // Differences 0.1, −0.1, 0.1, 0: mean 0.025, standard error 0.048.
  const within = contender(2, [0.2, 0.2, 0.3, 0.4], 500);
  // Differences 0.1, 0.1, 0.1, 0.11: small, but sure.
  const beyond = contender(3, [0.2, 0.4, 0.3, 0.51], 100);
  expect(chosenOf(best, within, beyond)).toEqual([1, 2]);
  expect(chosenOf(beyond, within, best)).toEqual([1, 2]);
});

test('a net with more multiplications is the sparse one only if it has the lowest loss; of equals the earlier one', () => {
  expect(chosenOf(contender(1, [0.2, 0.3], 10), contender(2, [0.1, 0.2], 20))).toEqual([2, 2]);
  expect(chosenOf(contender(1, [0.2, 0.3], 10), contender(2, [0.2, 0.3], 10))).toEqual([1, 1]);
  expect(chosenOf()).toEqual([0, 0]);
});
