import { describe, expect, expectTypeOf, test } from 'vitest';
import { createActivation, parseActivation } from './create-activation.js';
import { type ActivationName, activations } from './named-activations.js';
import type { ActivationOptions } from './options.js';

describe('createActivation', () => {
  test('assembles the five activations from their blocks', () => {
    const place = { domain: 'all', positive: 'silu', granularity: 'element' };
    const gate = { reads: 'element', hidden: 8, tau: 1 };
    const expected = {
      relu: { use: 'sample', share: 1, ...place },
      silu: { use: 'sample', share: 0, ...place },
      stoch: { use: 'sample', share: 0.5, ...place },
      learnable_stoch: { use: 'mix', share: 'gate', gate, ...place },
      gumbel_stoch: { use: 'sample', share: 'gate', gate, ...place },
    };
    for (const name of Object.keys(activations)) {
      expect(parseActivation(name)).toEqual({ name, ...expected[name as keyof typeof expected] });
    }
  });

  test('options set the corresponding fields', () => {
    expect(
      createActivation('stoch', { share: 0.3, domain: 'negative', positive: 'identity', granularity: 'unit' }),
    ).toEqual({
      name: 'stoch',
      share: 0.3,
      use: 'sample',
      domain: 'negative',
      positive: 'identity',
      granularity: 'unit',
    });
    expect(createActivation('gumbel_stoch', { reads: 'layer', tau: 0.5 }).gate).toEqual({
      reads: 'layer',
      hidden: 8,
      tau: 0.5,
    });
  });

  test('an unknown name suggests the nearest one', () => {
    expect(() => parseActivation('gumble_stoch')).toThrow(
      "there is no activation 'gumble_stoch'; did you mean 'gumbel_stoch'?",
    );
    expect(() => parseActivation('toString')).toThrow(
      "there is no activation 'toString'; known are relu, silu, stoch, learnable_stoch, gumbel_stoch",
    );
  });

  test.each([
    ['stoch', { share: 1.5 }, "option 'share' of stoch must be at most 1, got 1.5"],
    ['stoch', { share: Number.NaN }, "option 'share' of stoch must be a finite number, got NaN"],
    ['stoch', { domain: 'positive' }, 'option \'domain\' of stoch must be one of "all", "negative", got "positive"'],
    ['gumbel_stoch', { tau: 0 }, "option 'tau' of gumbel_stoch must be above 0, got 0"],
    ['learnable_stoch', { hidden: 0 }, "option 'hidden' of learnable_stoch must be at least 1, got 0"],
    ['relu', { share: 1 }, "relu: there is no option 'share'; there are none"],
  ])('%s refuses %o', (name, options, message) => {
    expect(() => parseActivation(name, options)).toThrow(message);
  });
});

test('the compiler checks names and options per activation', () => {
  // @ts-expect-error an unknown activation
  expect(() => createActivation('stohc', { share: 1 })).toThrow("did you mean 'stoch'?");
  // @ts-expect-error an unknown option
  expect(() => createActivation('stoch', { shre: 1 })).toThrow("did you mean 'share'?");
  // @ts-expect-error only gates have a temperature
  expect(() => createActivation('stoch', { tau: 1 })).toThrow("there is no option 'tau'");
  // @ts-expect-error relu has no options
  expect(() => createActivation('relu', { share: 1 })).toThrow("there is no option 'share'");
  // @ts-expect-error a share is a number
  expect(() => createActivation('stoch', { share: '1' })).toThrow("option 'share' of stoch");
  expectTypeOf<Parameters<typeof createActivation>[0]>().toEqualTypeOf<ActivationName>();
  expectTypeOf(createActivation<'gumbel_stoch'>)
    .parameter(1)
    .toEqualTypeOf<ActivationOptions['gumbel_stoch'] | undefined>();
});
