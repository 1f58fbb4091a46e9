import { expect, test } from 'vitest';
import { normaliseFlags } from './normalise-flags.js';
import { readScalar } from './read-scalar.js';

test.each([
  [
    ['--n-runs', '3'],
    ['--n_runs', '3'],
  ],
  [
    ['--n-runs=-3', '--out', 'a-b'],
    ['--n_runs=-3', '--out', 'a-b'],
  ],
  [
    ['--n_runs', '3'],
    ['--n_runs', '3'],
  ],
  [['--no-such-flag'], ['--no-such-flag']],
  [
    ['--', '--n-runs'],
    ['--', '--n-runs'],
  ],
])('%j becomes %j', (given, normal) => {
  expect(normaliseFlags(given, ['n_runs', 'out'])).toEqual(normal);
});

test.each([
  ['1e-3', 0.001],
  ['-2', -2],
  ['.5', 0.5],
  ['True', true],
  ['none', null],
  ['0x10', '0x10'],
  ['', ''],
])('%j is read as %j', (text, value) => {
  expect(readScalar(text)).toEqual(value);
});
