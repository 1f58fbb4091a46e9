import { settingNames } from '@reluctant/study';
import { expect, test } from 'vitest';
import { readFlag } from './read-flag.js';
import { settingFlags } from './setting-flags.js';

test('every setting has exactly one flag', () => {
  expect(settingFlags.map(({ setting }) => setting).sort()).toEqual([...settingNames].sort());
});

test.each([
  [{}, '1e-3', 0.001],
  [{}, '-2', -2],
  [{}, 'True', true],
  [{}, 'none', null],
  [{}, '0x10', '0x10'],
  [{ reads: 'text' }, '5', '5'],
  [{ reads: 'list' }, '0.2,0.8', [0.2, 0.8]],
  [{ reads: 'list' }, '3', 3],
  [
    { reads: 'strategies' },
    'relu,stoch:share=0.3,domain=negative,silu',
    ['relu', 'stoch:share=0.3,domain=negative', 'silu'],
  ],
] as const)('%j reads %s as %j', (flag, text, value) => {
  expect(readFlag(flag, text)).toEqual(value);
});
