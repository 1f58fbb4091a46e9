import { option, ReluctantError, sentence } from '@reluctant/errors';
import { type ClassTarget, fitTarget, type Table, type Task } from '@reluctant/preprocessing';

/** A table that was read for a study. */
export interface TableSource {
  readonly table: Table;
  /** A text that differs for tables of different content, such as `fingerprint` of `@reluctant/tables`. */
  readonly fingerprint: string;
}

/** A table with the classes that are predicted. */
export interface StudyTable {
  readonly table: Table;
  readonly target: ClassTarget;
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
 * @throws ReluctantError (usage) for a target that is absent, unknown or a real number
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
  if (target.task === 'classification') return { table, target };
  const said = sentence`${option('target')} ${settings.target} is a real number, but strategies are compared on classes: set ${option('task')} to classification if its values are classes`;
  throw new ReluctantError('invalid-option', said, { path: ['target'] });
}
