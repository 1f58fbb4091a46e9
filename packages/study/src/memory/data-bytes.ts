import type { StudyConfig } from '../config/study-config.js';

/** Rows of each part of a data set. */
export interface SplitRows {
  readonly train: number;
  readonly validation: number;
  /** 0 where no rows are held out. */
  readonly test: number;
}

/** The division of the rows of a study, as `trainTestSplit` divides them. */
export function splitRows({
  n_samples,
  holdout,
  test_size,
}: Pick<StudyConfig, 'n_samples' | 'holdout' | 'test_size'>): SplitRows {
  const test = Math.ceil(n_samples * holdout);
  const validation = Math.ceil((n_samples - test) * test_size);
  return { train: n_samples - test - validation, validation, test };
}

/** Memory of the data sets of a study. */
export interface DataBytes {
  /** Bytes while one data set is made, besides those that are kept. */
  readonly making: number;
  /** Bytes of all data sets together. */
  readonly kept: number;
  /** Elements of the largest array. */
  readonly elements: number;
}

/**
 * Bytes that `makeStudyData` takes. Of made data it makes features in float64, twice while they are shuffled, with one
 * random map of informative features and one corner of the hypercube for each cluster; it keeps float32.
 */
export function dataBytes(config: StudyConfig): DataBytes {
  if (config.table !== undefined) return studyTableBytes(config, config.table.columns);
  const { n_samples: rows, n_features: columns, n_informative: informative, n_redundant, n_repeated } = config;
  const clusters = config.n_classes * config.n_clusters_per_class;
  const { validation, test } = splitRows(config);
  const shifted = config.passes > 0 ? config.shifts.length * (test || validation) * columns : 0;
  const features = rows * columns;
  const useless = Math.max(0, columns - informative - n_redundant - n_repeated);
  // The map is drawn, then scaled into a second array.
  const drawing = 8 * rows * informative + 16 * informative ** 2 + 24 * clusters * informative + 64 * clusters;
  const steps = [
    drawing,
    8 * rows * useless,
    config.shuffle ? 8 * features + 16 * rows : 0,
    // Of the seven names of arrays over rows: labels twice, orders of the splits.
    4 * features + 28 * rows + (shifted > 0 ? 8 * (test || validation) * columns : 0),
  ];
  return {
    making: 8 * features + Math.max(...steps),
    kept: config.data_seeds * 4 * (features + rows + shifted),
    elements: Math.max(features, informative ** 2, clusters * informative),
  };
}

/** Sizes of a table as a net takes it. */
interface TableSizes {
  /** Rows with a target. */
  readonly rows: number;
  /** Columns that become features. */
  readonly columns: number;
  readonly features: number;
}

/**
 * Bytes that the sets of one division of a table take. The table is in memory already: the rows with a target in a copy
 * where some have none, and those of one set in another, both in eight bytes a value; the features of a column on their
 * way. What is kept is float32.
 */
export function tableBytes({ rows, columns, features }: TableSizes): DataBytes {
  return {
    making: 2 * 8 * rows * columns + 28 * rows,
    kept: 4 * (rows * features + rows),
    elements: rows * features,
  };
}

/** Of all divisions of a study, and of its shifted rows. */
function studyTableBytes(config: StudyConfig, columns: number): DataBytes {
  const { n_samples: rows, n_features: features, passes, shifts, data_seeds } = config;
  const { validation, test } = splitRows(config);
  const one = tableBytes({ rows, columns, features });
  const shifted = passes > 0 ? shifts.length * (test || validation) * features : 0;
  return {
    making: one.making + (shifted > 0 ? 8 * (test || validation) * features : 0),
    kept: data_seeds * (one.kept + 4 * shifted),
    elements: one.elements,
  };
}
