import { parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { endsStochastic } from './ends-stochastic.js';

test.each([
  ['relu', false],
  ['stoch', true],
  ['stoch:use=mix', false],
  ['stoch:share=1', false],
  ['learnable_stoch', false],
  ['gumbel_stoch', true],
  ['switch:from=stoch,to=relu,tail=0.1', false],
  ['switch:from=silu,to=stoch,tail=0.1', true],
  ['switch:from=stoch,to=relu,tail=0', true],
  ['anneal', false],
  ['anneal:to=0.5', true],
  ['anneal:to=0.5,use=mix', false],
  ['alternate', false],
  ['alternate:from=gumbel_stoch', true],
  ['dropout', true],
  ['dropout:rate=0', false],
  ['module:path=./own.js', true],
])('two passes of %s may differ: %s', (text, expected) => {
  expect(endsStochastic(parseStrategy(text))).toBe(expected);
});
