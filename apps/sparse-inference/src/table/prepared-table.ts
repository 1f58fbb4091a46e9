import { invalidOption, printable, ReluctantError } from '@reluctant/errors';
import {
  classLabels,
  featureNames,
  fitTarget,
  type Preprocessor,
  rowsWithTarget,
  standardisedTarget,
  type Table,
  type Target,
  type Task,
  takeTableRows,
  transform,
  type ValueTarget,
} from '@reluctant/preprocessing';
import { splitTable } from '@reluctant/study';
import type { LabelledRows, TargetRows } from '@reluctant/trainer';

/** What is learned from a table: the column to predict, and what the user decided about the others. */
export interface TableChoices {
  readonly target: string;
  readonly task?: Task | undefined;
  readonly drop: readonly string[];
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
}

/** The sets of a table as a net takes them. */
export interface TableSets<Rows> {
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
}

/** What preparations of both tasks have in common. */
interface Prepared {
  /** Fitted on the training rows. */
  readonly preprocessor: Preprocessor;
  /** Features of a row. */
  readonly inputs: number;
  /** Rows in which the target is not missing. */
  readonly rows: number;
  /** Rows of the table without a target, which are left out. */
  readonly rowsWithoutTarget: number;
  /** Of the test set: the raw rows, for exported graphs. */
  readonly testTable: Table;
}

/** A table that is ready for training. The task tells what its target is and what the rows hold. */
export type PreparedTable =
  | (Prepared & {
      readonly task: 'classification';
      readonly target: Extract<Target, { task: 'classification' }>;
      readonly sets: TableSets<LabelledRows>;
    })
  | (Prepared & {
      readonly task: 'regression';
      /** Mean and scale are those of the training rows. */
      readonly target: ValueTarget;
      readonly sets: TableSets<TargetRows>;
    });

/** How many rows each set gets, and the seed of the division. */
export interface SplitSettings {
  /** Share of the rows that are held out as test set. */
  readonly holdout: number;
  /** Share of the other rows that become the validation set. */
  readonly testSize: number;
  /** `random_state` of both divisions. */
  readonly seed: number;
}

/** A table whose rows are divided into sets, before features are made of them. */
export interface DividedTable {
  readonly table: Table;
  /** The rows in which the target is not missing. */
  readonly known: Table;
  /** Mean and scale of a real target are those of the training rows. */
  readonly target: Target;
  /** Indices into `known`. */
  readonly rows: TableSets<Int32Array>;
  /** Fitted on the training rows. */
  readonly preprocessor: Preprocessor;
  /** Features of a row. */
  readonly inputs: number;
}

/** Fewest rows with a target that can be divided and learned from. */
const fewestRows = 10;

/**
 * Divides the rows of a table as `reluctant run --data` does for the same settings. The preprocessor, and mean and
 * scale of a real target, are fitted on the training rows only.
 *
 * @throws ReluctantError naming the column, the class or the row that cannot be used
 */
export function divideTable(table: Table, choices: TableChoices, settings: SplitSettings): DividedTable {
  const { target: name, task } = choices;
  const whole = fitTarget(table, name, task === undefined ? {} : { task });
  const present = rowsWithTarget(table, name).length;
  if (present < fewestRows) {
    const message = `the table has ${present} rows with a target '${printable(name)}', but at least ${fewestRows} are needed for a training, a validation and a test set`;
    throw new ReluctantError('invalid-option', message, { path: ['target'] });
  }
  const { holdout, testSize: test_size, seed: data_seed } = settings;
  const split = splitTable(table, whole, { table: choices, holdout, test_size, data_seed }, 0);
  const { known, target, preprocessor, train, validation, test } = split;
  if (test === undefined) throw invalidOption('holdout', 'a number above 0', holdout);
  const inputs = featureNames(preprocessor).length;
  return { table, known, target, preprocessor, rows: { train, validation, test }, inputs };
}

/** Makes features of the rows of a table. */
export function preparedRows({ table, known, target, rows, preprocessor, inputs }: DividedTable): PreparedTable {
  const tables = {
    train: takeTableRows(known, rows.train),
    validation: takeTableRows(known, rows.validation),
    test: takeTableRows(known, rows.test),
  };
  const prepared: Prepared = {
    ...{ preprocessor, inputs, rows: known.rows, testTable: tables.test },
    rowsWithoutTarget: table.rows - known.rows,
  };
  const sets = <Rows>(of: (part: Table) => Rows): TableSets<Rows> => ({
    train: of(tables.train),
    validation: of(tables.validation),
    test: of(tables.test),
  });
  if (target.task === 'classification') {
    const ofClasses = (part: Table): LabelledRows => ({
      features: transform(preprocessor, part),
      labels: classLabels(target, part),
      rows: part.rows,
    });
    return { ...prepared, task: 'classification', target, sets: sets(ofClasses) };
  }
  const ofValues = (part: Table): TargetRows => ({
    features: transform(preprocessor, part),
    targets: standardisedTarget(target, part),
    rows: part.rows,
  });
  return { ...prepared, task: 'regression', target, sets: sets(ofValues) };
}

/** {@link divideTable}, then {@link preparedRows}. */
export function prepareTable(table: Table, choices: TableChoices, settings: SplitSettings): PreparedTable {
  return preparedRows(divideTable(table, choices, settings));
}

/** Outputs of a net for a table: a logit for each class, or one value. */
export function outputsOf({ target }: Pick<PreparedTable, 'target'> | Pick<DividedTable, 'target'>): number {
  return target.task === 'classification' ? target.classes.length : 1;
}
