import { option, ReluctantError, sentence } from '@reluctant/errors';
import { fitTarget, type Table, type Target, type Task } from '@reluctant/preprocessing';

/** A table that was read for a study. */
export interface TableSource {
  readonly table: Table;
  /** A text that differs for tables of different content, such as `fingerprint` of `@reluctant/tables`. */
  readonly fingerprint: string;
}

/** A table with what is predicted. */
export interface StudyTable {
  readonly table: Table;
  /**
   * Fitted on all rows. Classes count as they are; a real target is fitted again on the training rows of each division.
   */
  readonly target: Target;
}

/** Settings that describe made data, and mean nothing for a table. */
export const madeDataSettings = [
  ...(['n_samples', 'n_features', 'n_classes', 'n_informative', 'n_redundant', 'n_repeated'] as const),
  ...(['n_clusters_per_class', 'weights', 'flip_y', 'class_sep', 'hypercube', 'shift', 'scale', 'shuffle'] as const),
] as const;

/** Whether the settings name a table. */
export function hasTable(settings: Readonly<Record<string, unknown>>): boolean {
  return settings.data !== undefined || settings.query !== undefined;
}

/**
 * The table of the settings with its target.
 *
 * @throws ReluctantError (usage) for a target that is absent, unknown or cannot be learned
 */
export function studyTable(
  settings: { readonly target?: string | undefined; readonly task?: Task | undefined },
  { table }: TableSource,
): StudyTable {
  if (settings.target === undefined) {
    const known = table.columns.map(({ name }) => name);
    const said = sentence`a table needs ${option('target')}: the column to predict, one of ${known.join(', ')}`;
    throw new ReluctantError('invalid-option', said, { path: ['target'] });
  }
  const target = fitTarget(table, settings.target, settings.task === undefined ? {} : { task: settings.task });
  return { table, target };
}
