import { parseWith, ReluctantError, showValue, unknownName } from '@reluctant/errors';
import { feedForwardLayersSchema } from '@reluctant/model';
import { type EngineName, learningRateScheduleSchema, type Strategy, strategySchema } from '@reluctant/trainer';
import * as z from 'zod';
import { tableConfigSchema } from '../table/table-config.js';
import { studySettingsSchema } from './study-settings.js';

/** Version of {@link StudyConfig} that this code writes and reads. */
export const configVersion = 2;

type Filled<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape]: Shape[Name] extends z.ZodDefault<infer Inner> | z.ZodOptional<infer Inner>
    ? Inner
    : Shape[Name];
};

/** The fields of a schema without optional fields and defaults. */
function filled<Shape extends z.ZodRawShape>(shape: Shape): Filled<Shape> {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field,
  ]);
  return Object.fromEntries(fields);
}

const {
  n_workers: _n_workers,
  engine: _engine,
  strategies: _strategies,
  lr_schedule: _lr_schedule,
  data: _data,
  query: _query,
  target: _target,
  task: _task,
  drop: _drop,
  numeric: _numeric,
  categorical: _categorical,
  ...settings
} = filled(studySettingsSchema.shape);

/** The engine that trains a strategy and its build; results are bit-identical only on the same build. */
const engineBuildSchema = z.strictObject({
  engine: z.enum(['wasm', 'tfjs']),
  /** Backend and module build, e.g. `simd`, `tfjs-wasm`. */
  build: z.string(),
});

/**
 * The schema of a resolved experiment: what `config.json` holds, what workers receive and what a resume compares. It
 * holds the resolved settings and what follows from them: the layers of the net, the strategies with their usage and
 * schedule, and the engine of each. Settings that cannot change results (`n_workers`, and `engine`, which `engines`
 * replaces) are not part of it.
 */
export const studyConfigSchema = z.strictObject({
  version: z.literal(configVersion),
  ...settings,
  /** Absent where it is not used, as in studies of earlier versions. */
  weight_decay: settings.weight_decay.exactOptional(),
  class_weight: settings.class_weight.exactOptional(),
  patience: settings.patience.exactOptional(),
  folds: settings.folds.exactOptional(),
  /** Outputs of the net: the classes, or 1 for a real target. */
  n_classes: z.int().min(1),
  lr_schedule: learningRateScheduleSchema,
  /**
   * Present if the study learns from a table; the settings of made data then mean nothing, except for the three sizes.
   */
  table: tableConfigSchema.exactOptional(),
  /** The net; each strategy sets its activation. */
  model: feedForwardLayersSchema,
  /** Names are unique. */
  strategies: z.array(strategySchema).min(1).readonly(),
  /** By strategy name. */
  engines: z.record(z.string(), engineBuildSchema),
  /** Numbers of runs at which a study that has grown was looked at before; absent if it never grew. */
  earlier_looks: z.array(z.int().min(1)).min(1).readonly().exactOptional(),
  /**
   * Settings of the comparison as declared before the first run, where they were changed after results had been seen.
   */
  declared: z
    .strictObject({
      margin: settings.margin.exactOptional(),
      baseline: settings.baseline.exactOptional(),
      compare_by: settings.compare_by.exactOptional(),
    })
    .readonly()
    .exactOptional(),
});

/** A resolved study. Two studies are the same if and only if their configurations are equal. */
export type StudyConfig = Readonly<z.output<typeof studyConfigSchema>>;

/** The engine that trains a strategy, and its build. */
export type EngineBuild = Readonly<z.output<typeof engineBuildSchema>>;

/** The engine that trains a strategy of a study, by name. */
export function engineOf({ engines }: Pick<StudyConfig, 'engines'>, { name }: Pick<Strategy, 'name'>): EngineName {
  const own = engines[name];
  if (own === undefined) throw unknownName('strategy of the study', name, Object.keys(engines));
  return own.engine;
}

/**
 * Checks a configuration from a file or another machine.
 *
 * @param owner - name for messages: the path of the file
 * @throws ReluctantError (`invalid-file`) when it is of another version, naming both, or damaged, naming the field
 */
export function parseStudyConfig(stored: unknown, owner: string): StudyConfig {
  const { version } = parseWith(z.looseObject({ version: z.unknown() }), stored, { owner, of: 'file' });
  if (version !== configVersion) {
    throw new ReluctantError(
      'invalid-file',
      `${owner} has format ${showValue(version)}, this version of the program reads format ${configVersion}: run the study again in another directory, or read this one with the version that wrote it`,
      { path: ['version'], expected: String(configVersion), received: version },
    );
  }
  return parseWith(studyConfigSchema, stored, { owner, of: 'file' });
}
