import { readScalar } from '@reluctant/command-line';
import { option, parseWith, ReluctantError, sentence } from '@reluctant/errors';
import * as z from 'zod';
import { readDuration } from './read-duration.js';
import { tableFlags } from './table-flags.js';
import type { TableSettings } from './table-settings.js';
import { trainingFlags } from './training-flags.js';

/** A number with a description for messages. */
function number(expected: string, holds: (value: number) => boolean) {
  const error = `must be ${expected}`;
  return z.number({ error }).refine(holds, { error });
}

function count(minimum: number, maximum = 2 ** 31 - 1) {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

const share = number('a number between 0 and 1', (value) => value > 0 && value < 1);
const notNegative = number('a number of at least 0', (value) => value >= 0 && Number.isFinite(value));
const text = z.string();

/**
 * Settings of a training on a table, with their defaults. The strategy begins with SiLU and ends on ReLU for nine
 * tenths of the steps: soft enough to start, and the epochs among which the best one is chosen begin early, as many
 * tables are learned in a few.
 */
const shape = {
  data: text.optional(),
  query: text.optional(),
  target: text.optional(),
  task: z.enum(['classification', 'regression'], { error: 'must be classification or regression' }).optional(),
  drop: text.optional(),
  numeric: text.optional(),
  categorical: text.optional(),
  holdout: share.default(0.2),
  test_size: share.default(0.2),
  data_seed: count(0, 2 ** 32 - 1).default(42),
  seed: count(0, 2 ** 32 - 1).default(0),
  strategy: text.default('switch:from=silu,to=relu,tail=0.9'),
  width: count(1, 65_536).exactOptional(),
  n_layers: count(0, 100).exactOptional(),
  lr: number('a number above 0', (value) => value > 0 && Number.isFinite(value)).exactOptional(),
  l1: notNegative.exactOptional(),
  weight_decay: notNegative.exactOptional(),
  lr_schedule: text.default('cosine:warmup=0.05'),
  class_weight: z.enum(['balanced'], { error: 'must be balanced' }).optional(),
  epochs: count(1, 1_000_000).default(60),
  patience: count(1, 1_000_000).optional(),
  batch_size: count(1, 1_000_000).default(128),
  trials: count(1, 100_000).optional(),
  budget: z.number().optional(),
  choose: z.enum(['best', 'sparse'], { error: 'must be best or sparse' }).optional(),
};

const settingsSchema: z.ZodType<TableSettings> = z.strictObject(shape);

/** Flags whose text is never a number. */
const texts: ReadonlySet<string> = new Set([
  ...[
    'data',
    'query',
    'target',
    'task',
    'drop',
    'numeric',
    'categorical',
    'strategy',
    'lr_schedule',
    'class_weight',
    'choose',
  ],
]);

/** Whether the flags name a table. */
export function namesTable(flags: Readonly<Record<string, unknown>>): boolean {
  return flags.data !== undefined || flags.query !== undefined;
}

/**
 * Parses the flags of a training on a table.
 *
 * @param flags - texts of the flags given, by name
 * @throws ReluctantError (usage) naming the flag
 */
export function readTableFlags(flags: Readonly<Record<string, unknown>>): TableSettings {
  const names = Object.keys(shape);
  refuse(
    flags,
    trainingFlags.map(({ flag }) => flag).filter((flag) => !names.includes(flag)),
    (flag) => sentence`${option(flag)} describes made data, which the table replaces: leave it out`,
  );
  const given = Object.entries(flags).flatMap(([name, value]) =>
    typeof value === 'string' && names.includes(name) ? [[name, readFlag(name, value)] as const] : [],
  );
  const settings = parseWith(settingsSchema, Object.fromEntries(given), { owner: '' });
  exclude(settings, 'data', 'query');
  exclude(settings, 'trials', 'budget');
  return settings;
}

/** Fails for flags of a table where there is none. @throws ReluctantError (usage) */
export function refuseTableFlags(flags: Readonly<Record<string, unknown>>): void {
  const names = tableFlags.map(({ flag }) => flag);
  refuse(flags, names, (flag) => sentence`${option(flag)} needs a table: ${option('data')} or ${option('query')}`);
}

function refuse(
  flags: Readonly<Record<string, unknown>>,
  names: readonly string[],
  say: (flag: string) => ReturnType<typeof sentence>,
): void {
  const flag = names.find((name) => flags[name] !== undefined);
  if (flag !== undefined) throw new ReluctantError('invalid-option', say(flag), { path: [flag] });
}

function readFlag(name: string, value: string): unknown {
  if (name === 'budget') return readDuration(name, value);
  return texts.has(name) ? value : readScalar(value);
}

function exclude(settings: TableSettings, one: keyof TableSettings, other: keyof TableSettings): void {
  if (settings[one] === undefined || settings[other] === undefined) return;
  throw new ReluctantError('invalid-option', sentence`${option(one)} and ${option(other)} exclude each other`, {
    path: [other],
  });
}
