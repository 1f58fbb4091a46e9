import type { Task } from '@reluctant/preprocessing';
import type { TableConfig } from '../table/table-config.js';

/** The part of a configuration that says what is learned. */
interface Learned {
  readonly table?: Pick<TableConfig, 'task'>;
}

/** What a study learns: classes (all made data have them), or a real number. */
export function studyTask({ table }: Learned): Task {
  return table?.task ?? 'classification';
}

/**
 * The unit of a study's losses, with a space before it: ` nats` for cross-entropy, none for the squared error of a
 * standardised target.
 */
export function lossUnit(config: Learned): string {
  return studyTask(config) === 'classification' ? ' nats' : '';
}
