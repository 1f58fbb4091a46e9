import { fc, test as itProp } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['gumble_stoch', ['relu', 'stoch', 'gumbel_stoch'], 'gumbel_stoch'],
    ['test_size', ['trainSize', 'testSize'], 'testSize'],
    ['N-SAMPLES', ['nFeatures', 'nSamples'], 'nSamples'],
    ['thread', ['threads', 'precision'], 'threads'],
    ['tial', ['tail', 'trial'], 'tail'],
    ['xyz', ['relu', 'stoch'], undefined],
    ['relu', [], undefined],
    ['', ['relu'], undefined],
    ['x'.repeat(1e6), ['x'.repeat(60)], undefined],
    ['constructor', ['relu'], undefined],
  ])('%j among %j returns %j', (name, names, nearest) => {
    expect(nearestName(name, names)).toBe(nearest);
  });

  it('takes the first of equally near names', () => {
    expect(nearestName('bat', ['cat', 'hat'])).toBe('cat');
  });

  const name = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 3, maxLength: 12 });

  itProp.prop([name, fc.array(name)], { seed: 1 })('finds an existing name', (wanted, others) => {
    expect(nearestName(wanted, [...others, wanted])).toBe(wanted);
  });

  itProp.prop([name, fc.nat(), fc.constantFrom('drop', 'swap', 'add')], { seed: 2, numRuns: 300 })(
    'finds a name after one deletion, insertion or transposition',
    (wanted, at, edit) => {
      const index = at % (wanted.length - 1);
      const [before, letter, next, after] = [
        wanted.slice(0, index),
        wanted.slice(index, index + 1),
        wanted.slice(index + 1, index + 2),
        wanted.slice(index + 2),
      ];
      const typed = {
        drop: before + next + after,
        swap: before + next + letter + after,
        add: `${before}z${wanted.slice(index)}`,
      };
      expect(nearestName(typed[edit as keyof typeof typed], ['nothing_like_it', wanted])).toBe(wanted);
    },
  );
});

describe('didYouMean', () => {
  it.each([
    ['rleu', ['relu', 'silu'], "; did you mean 'relu'?"],
    ['tanh', ['relu', 'silu'], '; known are relu, silu'],
    ['tanh', [], '; there are none'],
  ])('%j among %j', (name, names, end) => {
    expect(didYouMean(name, names)).toBe(end);
  });
});
