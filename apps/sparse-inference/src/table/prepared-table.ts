import { printable, ReluctantError } from '@reluctant/errors';
import {
  classLabels,
  featureNames,
  fitPreprocessor,
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
import type { LabelledRows, TargetRows } from '@reluctant/trainer';
import { refuseSmallClasses, type SplitSettings, splitRows } from './split-rows.js';

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

/** Fewest rows with a target that can be divided and learned from. */
const fewestRows = 10;

/**
 * Divides the rows of a table and makes features of them. Preprocessor and scale of a real target are fitted on the training rows only.
 *
 * @throws ReluctantError naming the column, the class or the row that cannot be used
 */
export function prepareTable(table: Table, choices: TableChoices, split: SplitSettings): PreparedTable {
  const { target: name, task, drop, numeric, categorical } = choices;
  const options = task === undefined ? {} : { task };
  const target = fitTarget(table, name, options);
  const known = takeTableRows(table, rowsWithTarget(table, name));
  if (known.rows < fewestRows) {
    const message = `the table has ${known.rows} rows with a target '${printable(name)}', but at least ${fewestRows} are needed for a training, a validation and a test set`;
    throw new ReluctantError('invalid-option', message, { path: ['target'] });
  }
  const labels = target.task === 'classification' ? classLabels(target, known) : undefined;
  if (target.task === 'classification' && labels) refuseSmallClasses(target, labels);
  const rows = splitRows(known.rows, labels, split);
  const tables = {
    train: takeTableRows(known, rows.train),
    validation: takeTableRows(known, rows.validation),
    test: takeTableRows(known, rows.test),
  };
  const preprocessor = fitPreprocessor(tables.train, { target: name, drop, numeric, categorical });
  const prepared: Prepared = {
    ...{ preprocessor, rows: known.rows, testTable: tables.test },
    inputs: featureNames(preprocessor).length,
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
  const scaled = fitTarget(tables.train, name, { task: 'regression' });
  if (scaled.task !== 'regression') throw new TypeError('a real target was fitted as classes');
  const ofValues = (part: Table): TargetRows => ({
    features: transform(preprocessor, part),
    targets: standardisedTarget(scaled, part),
    rows: part.rows,
  });
  return { ...prepared, task: 'regression', target: scaled, sets: sets(ofValues) };
}

/** Outputs of a net for a table: a logit for each class, or one value. */
export function outputsOf(prepared: PreparedTable): number {
  return prepared.task === 'classification' ? prepared.target.classes.length : 1;
}
