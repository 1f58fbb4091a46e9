import type { ColumnKind } from '../table/column.js';

/** The version of the JSON of a {@link Target}. */
export const targetVersion = 1;

/** What is learned: one of some classes, or a real number. */
export type Task = 'classification' | 'regression';

/** A class as the table has it; whole numbers beyond ±2^53 as decimal digits. */
export type ClassValue = string | number | boolean;

/** A target of classes: plain JSON. */
export interface ClassTarget {
  readonly version: typeof targetVersion;
  readonly task: 'classification';
  /** The column. */
  readonly name: string;
  readonly kind: Exclude<ColumnKind, 'date'>;
  /**
   * Sorted as NumPy's `unique` sorts: numbers ascending, texts by code point, false before true. Labels are indices.
   */
  readonly classes: readonly ClassValue[];
}

/** A real target: plain JSON. It is learned as (y − mean) / scale, as scikit-learn's `StandardScaler` has it. */
export interface ValueTarget {
  readonly version: typeof targetVersion;
  readonly task: 'regression';
  /** The column. */
  readonly name: string;
  readonly kind: 'number' | 'integer';
  readonly mean: number;
  /** The population standard deviation. */
  readonly scale: number;
}

/** A fitted target. */
export type Target = ClassTarget | ValueTarget;

/** The names of the classes, as texts. */
export function classNames(target: ClassTarget): readonly string[] {
  return target.classes.map(String);
}
