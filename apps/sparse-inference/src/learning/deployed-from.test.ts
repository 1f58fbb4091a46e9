import { parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { deployedFrom } from './deployed-from.js';

test.each([
  ['relu', 10, 1],
  ['learnable_stoch', 10, 1],
  ['switch:from=silu,to=relu,tail=0.9', 10, 2],
  ['switch:from=silu,to=relu,tail=0.5', 10, 6],
  // The switch is within epoch 7: its last step is ReLU's already.
  ['switch:from=silu,to=relu,tail=0.35', 10, 7],
  ['switch:from=silu,to=relu,tail=0', 10, 1],
  ['anneal', 10, 10],
  ['switch:from=silu,to=relu,tail=0.9', 1, 1],
])('%s over %i epochs is deployed from epoch %i on', (strategy, epochs, first) => {
  expect(deployedFrom(parseStrategy(strategy), { epochs, stepsPerEpoch: 4 })).toBe(first);
});
