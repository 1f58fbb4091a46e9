import { ReluctantError } from '@reluctant/errors';
import { describe, expect, it } from 'vitest';
import { parseStrategies, parseStrategy } from './parse-strategy.js';
import { type Strategy, strategySchema } from './strategy.js';

/** A strategy in the form that a user writes. */
const settingOf = ({ name, strategy, options }: Strategy) => ({ ...options, name, strategy });

const written = [
  'relu',
  'silu',
  'stoch',
  'stoch:share=0.3,domain=negative,granularity=unit',
  'learnable_stoch:reads=layer',
  'gumbel_stoch:tau=0.5',
  'switch:from=silu,to=relu,tail=0.1',
  'switch:from=stoch,from.share=0.3,from.domain=negative,to=relu,tail=0.2',
  'switch:from=gumbel_stoch,to=relu,tail=0.05',
  'alternate:from=silu,to=relu,every=5,unit=step',
  'anneal:from=silu,to=relu',
  'anneal:from=0.2,to=0.8,shape=cosine,use=mix',
  'dropout:activation=relu,rate=0.1',
  'dropout:activation=stoch,activation.share=0.3,rate=0.2',
  'module:path=./leaky.js,slope=0.2',
];

describe('parseStrategy', () => {
  it.each(written)('%s: its name and its setting read back as the same strategy', (text) => {
    const strategy = parseStrategy(text);
    expect(strategy.name).toBe(text);
    expect(parseStrategy(strategy.name)).toEqual(strategy);
    expect(parseStrategy(JSON.parse(JSON.stringify(settingOf(strategy))))).toEqual(strategy);
    expect(strategySchema.parse(JSON.parse(JSON.stringify(strategy)))).toEqual(strategy);
  });

  it('reads objects as YAML gives them', () => {
    const strategy = parseStrategy({ name: 'switch', from: { name: 'stoch', share: 0.3 }, tail: 0.2 });
    expect(strategy).toEqual(parseStrategy('switch:from=stoch,from.share=0.3,to=relu,tail=0.2'));
  });

  it('omits defaults from the name and includes them in the options', () => {
    const { name, strategy, options } = parseStrategy('stoch:share=0.5,domain=all');
    expect([name, strategy]).toEqual(['stoch', 'stoch']);
    expect(options).toEqual({
      share: 0.5,
      use: 'sample',
      domain: 'all',
      positive: 'silu',
      granularity: 'element',
    });
  });

  it('accepts a label', () => {
    const strategy = parseStrategy({ strategy: 'switch', name: 'Swi+FT', tail: 0.05 });
    expect(strategy.name).toBe('Swi+FT');
    expect(parseStrategy(settingOf(strategy))).toEqual(strategy);
  });

  it.each(['__proto__', 'constructor', 'toString', ''])(
    'refuses %j as a name: it cannot be a key everywhere',
    (name) => {
      const strategy = parseStrategy('relu');
      expect(() => parseStrategy({ strategy: 'relu', name })).toThrow(/^the name of a strategy must not be /);
      expect(() => strategySchema.parse({ ...strategy, name })).toThrow(/must not be /);
      expect(strategySchema.parse(strategy)).toEqual(strategy);
    },
  );

  it('resolves the path of a module against the base', () => {
    const { usage } = parseStrategy('module:path=./leaky.js,slope=0.2', 'file:///home/me/study.yaml');
    expect(usage).toEqual({ name: 'leaky', module: 'file:///home/me/leaky.js', options: { slope: 0.2 } });
  });

  it.each([
    ['rleu', "there is no strategy 'rleu'; did you mean 'relu'?"],
    ['stoch:shar=0.3', "stoch: there is no option 'shar'; did you mean 'share'?"],
    ['relu:share=1', "relu: there is no option 'share'; there are none"],
    ['stoch:share=2', "option 'share' of stoch must be at most 1, got 2"],
    ['gumbel_stoch:tau=0', "option 'tau' of gumbel_stoch must be above 0, got 0"],
    ['switch:tail=1.5', "option 'tail' of switch must be at most 1, got 1.5"],
    ['switch:tial=0.1', "switch: there is no option 'tial'; did you mean 'tail'?"],
    ['switch:from=switch', "option 'from' of switch must be an activation (relu, silu, "],
    ['switch:from=stoch,from.shar=1', "stoch: there is no option 'shar'; did you mean 'share'?"],
    ['alternate:every=0', "option 'every' of alternate must be at least 1, got 0"],
    ['anneal:from=gumbel_stoch', "option 'from' of anneal: expected silu, relu or a share"],
    ['dropout:rate=1', "option 'rate' of dropout must be below 1, got 1"],
    ['module', "option 'path' of module is missing: expected a text"],
    ['switch:from=learnable_stoch,to=gumbel_stoch', 'one net has one use of the share, but they have mix and sample'],
    ['switch:from=stoch,to=stoch,to.granularity=unit', 'one net has one granularity, but they have element and unit'],
    ['switch:from=gumbel_stoch,to=gumbel_stoch,to.tau=2', 'one net has one gate'],
  ])('refuses %s in one sentence', (text, sentence) => {
    expect(() => parseStrategy(text)).toThrow(ReluctantError);
    expect(() => parseStrategy(text)).toThrow(sentence);
  });

  it.each(['red \u001b[31m', 'two\nlines', 'bell \u0007'])(
    'refuses %j as a name, since names are printed to terminals',
    (name) => {
      expect(() => parseStrategy({ strategy: 'relu', name })).toThrow('must have no control characters');
      expect(strategySchema.safeParse({ ...parseStrategy('relu'), name }).success).toBe(false);
    },
  );

  it('refuses values that are not strategies', () => {
    expect(() => parseStrategy({ share: 1 })).toThrow('expected a strategy with a name, got { share: 1 }');
    expect(() => parseStrategies(['stoch', 'stoch:share=0.5'])).toThrow("strategy 'stoch' is there twice");
  });
});

describe('two activations in one usage', () => {
  it('a tail of ReLU after a stochastic negative domain is ReLU everywhere', () => {
    const { usage, schedule } = parseStrategy('switch:from=stoch,from.domain=negative,to=relu');
    expect(usage).toMatchObject({ domain: 'negative' });
    expect(schedule).toMatchObject({
      from: { share: 0.5, domainAll: false },
      to: { share: 1, domainAll: true },
    });
  });

  it('a switch from a gate to ReLU keeps the gate’s parameters and sets a share of 1', () => {
    const { usage, schedule } = parseStrategy('switch:from=learnable_stoch,to=relu');
    expect(usage).toHaveProperty('gate');
    expect(schedule).toMatchObject({ from: { share: 'gate' }, to: { share: 1 } });
  });

  it('domains all and negative merge into negative', () => {
    const { usage, schedule } = parseStrategy('alternate:from=stoch,to=stoch,to.domain=negative');
    expect(usage).toMatchObject({ domain: 'negative' });
    expect(schedule).toMatchObject({ from: { domainAll: true }, to: { domainAll: false } });
  });

  it.each([
    ['switch:from=gumbel_stoch,to=relu,tail=0', 'gumbel_stoch'],
    ['switch:from=gumbel_stoch,to=relu,tail=1', 'relu'],
  ])('%s is %s alone', (text, alone) => {
    const { usage, schedule } = parseStrategy(text);
    expect({ usage, schedule }).toEqual({ usage: parseStrategy(alone).usage, schedule: parseStrategy(alone).schedule });
  });
});
