import { type Activation, activations, usageOf } from '@reluctant/activations';
import { parseWith, printable, ReluctantError, unknownName } from '@reluctant/errors';
import type { NamedOptions } from '../option-text.js';
import { legIn, mergeUsages } from './merge-usages.js';
import type { Strategy, StrategySchedule } from './strategy.js';
import {
  type ActivationSetting,
  alternateSchema,
  annealSchema,
  dropoutSchema,
  moduleSchema,
  switchSchema,
} from './strategy-schemas.js';

/** The parts of a strategy before it has a name. */
export interface StrategyParts {
  readonly usage: Strategy['usage'];
  readonly schedule: StrategySchedule;
  readonly dropout?: number;
  /** Every option with its value, in the schema's order. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * The options that appear in the name: those that are not default, and those that always distinguish strategies of a
   * kind.
   */
  readonly named: Readonly<Record<string, unknown>>;
}

type Build = (options: unknown) => StrategyParts;

/** Every kind of strategy by name: the activations first, then the strategies that change over the steps. */
export const strategyKinds: ReadonlyMap<string, Build> = new Map<string, Build>([
  ...Object.values(activations).map(({ name }): [string, Build] => [name, (options) => constant(name, options)]),
  ['switch', switchOver],
  ['alternate', alternate],
  ['anneal', anneal],
  ['dropout', dropout],
  ['module', userModule],
]);

function constant(name: string, options: unknown): StrategyParts {
  const { activation, ...told } = createNamed(name, options);
  const usage = usageOf(activation);
  return { usage, schedule: { kind: 'constant', leg: legIn(usage, activation) }, ...told };
}

function switchOver(input: unknown): StrategyParts {
  const options = parseWith(switchSchema, input, { owner: 'switch' });
  const { from, to, usage, legs, told } = pair('switch', options);
  const parts = { options: { ...told.options, tail: options.tail }, named: { ...told.named, tail: options.tail } };
  // A tail of 0 or 1 is one activation alone. It takes that activation's usage and parameters, so that both give the
  // same bits.
  if (options.tail === 0 || options.tail === 1) {
    const only = options.tail === 0 ? from : to;
    const alone = usageOf(only);
    return { usage: alone, schedule: { kind: 'constant', leg: legIn(alone, only) }, ...parts };
  }
  return { usage, schedule: { kind: 'switch', ...legs, tail: options.tail }, ...parts };
}

function alternate(input: unknown): StrategyParts {
  const options = parseWith(alternateSchema, input, { owner: 'alternate' });
  const { usage, legs, told } = pair('alternate', options);
  const { every, unit } = options;
  return {
    usage,
    schedule: { kind: 'alternate', ...legs, every, unit },
    options: { ...told.options, every, unit },
    named: { ...told.named, every, unit },
  };
}

function anneal(input: unknown): StrategyParts {
  const options = parseWith(annealSchema, input, { owner: 'anneal' });
  const { from, to, shape, use, domain, positive, granularity } = options;
  return {
    usage: { use, domain, positive, granularity },
    schedule: { kind: 'anneal', from: shareOf(from), to: shareOf(to), shape },
    options: { ...options },
    named: { from, to, ...notDefault(annealSchema.parse({}), options) },
  };
}

function dropout(input: unknown): StrategyParts {
  const { activation, rate } = parseWith(dropoutSchema, input, { owner: 'dropout' });
  const inner = nested('dropout', 'activation', activation);
  const usage = usageOf(inner.activation);
  return {
    usage,
    schedule: { kind: 'constant', leg: legIn(usage, inner.activation) },
    dropout: rate,
    options: { activation: { name: inner.activation.name, ...inner.options }, rate },
    named: { activation: { name: inner.activation.name, ...inner.named }, rate },
  };
}

/** A module checks its own options once it is loaded. */
function userModule(input: unknown): StrategyParts {
  const { path, ...options } = parseWith(moduleSchema, input, { owner: 'module' });
  const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '');
  return {
    usage: { name, module: path, options },
    schedule: { kind: 'constant', leg: { share: 'gate', domainAll: false } },
    options: { path, ...options },
    named: { path, ...options },
  };
}

interface Pair {
  readonly from: Activation;
  readonly to: Activation;
  readonly usage: Strategy['usage'];
  readonly legs: Pick<ReturnType<typeof mergeUsages>, 'from' | 'to'>;
  readonly told: { readonly options: object; readonly named: object };
}

function pair(owner: string, settings: { readonly from: ActivationSetting; readonly to: ActivationSetting }): Pair {
  const from = nested(owner, 'from', settings.from);
  const to = nested(owner, 'to', settings.to);
  const { usage, ...legs } = mergeUsages(owner, from.activation, to.activation);
  return {
    from: from.activation,
    to: to.activation,
    usage,
    legs,
    told: {
      options: {
        from: { name: from.activation.name, ...from.options },
        to: { name: to.activation.name, ...to.options },
      },
      named: { from: { name: from.activation.name, ...from.named }, to: { name: to.activation.name, ...to.named } },
    },
  };
}

function nested(
  owner: string,
  side: 'from' | 'to' | 'activation',
  setting: ActivationSetting,
): ReturnType<typeof createNamed> {
  const { name, ...options }: NamedOptions = typeof setting === 'string' ? { name: setting } : setting;
  if (!Object.hasOwn(activations, name)) {
    const known = Object.keys(activations).join(', ');
    const message = `option '${side}' of ${owner} must be an activation (${known}), got '${printable(name)}'`;
    throw new ReluctantError('invalid-option', message, { path: [side], received: name });
  }
  return createNamed(name, options);
}

function createNamed(
  name: string,
  input: unknown,
): Pick<StrategyParts, 'options' | 'named'> & { readonly activation: Activation } {
  const known = Object.values(activations).find((activation) => activation.name === name);
  if (known === undefined) throw unknownName('activation', name, Object.keys(activations));
  const options = { ...known.parse(input) };
  return { activation: known.create(options), options, named: notDefault(known.parse(), options) };
}

/** The options whose value differs from the default. */
function notDefault(byDefault: object, options: object): Record<string, unknown> {
  const defaults = new Map<string, unknown>(Object.entries(byDefault));
  return Object.fromEntries(Object.entries(options).filter(([key, value]) => defaults.get(key) !== value));
}

function shareOf(value: 'silu' | 'relu' | number): number {
  return typeof value === 'number' ? value : Number(value === 'relu');
}
