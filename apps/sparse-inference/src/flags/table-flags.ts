/** A flag of `train` that has a meaning with a table only, unless it is also a flag of made data. */
export interface TableFlag {
  readonly flag: string;
  /** The value's placeholder in the help. */
  readonly value: string;
  readonly help: string;
  readonly group: 'A table in place of made data' | 'Search on a table';
}

const table = { group: 'A table in place of made data' } as const;
const search = { group: 'Search on a table' } as const;

/** The flags of a table, in the order of the help. Those of `reluctant run --data` have the same names and meanings. */
export const tableFlags: readonly TableFlag[] = [
  { ...table, flag: 'data', value: 'file,…', help: 'CSV, TSV, Parquet or JSON files of the same columns' },
  { ...table, flag: 'query', value: 'sql', help: 'the rows of a SELECT of DuckDB in place of files' },
  { ...table, flag: 'target', value: 'column', help: 'the column to predict' },
  { ...table, flag: 'task', value: 'name', help: 'classification or regression (a guess from the values)' },
  { ...table, flag: 'drop', value: 'a,b,…', help: 'columns to leave out' },
  { ...table, flag: 'numeric', value: 'a,b,…', help: 'columns to standardise' },
  { ...table, flag: 'categorical', value: 'a,b,…', help: 'columns to one-hot' },
  { ...table, flag: 'holdout', value: 'x', help: 'share of the rows held out as test set (0.2)' },
  { ...table, flag: 'patience', value: 'n', help: 'stop after n epochs without a lower validation loss (never)' },
  { ...table, flag: 'weight_decay', value: 'x', help: 'decoupled weight decay of AdamW (0)' },
  { ...table, flag: 'class_weight', value: 'name', help: 'balanced: every class weighs the same (none)' },
  { ...search, flag: 'budget', value: 'time', help: 'time for the search, such as 60s, 2m or 500ms; not reproducible' },
  { ...search, flag: 'trials', value: 'n', help: 'number of nets to begin with; reproducible' },
  {
    ...search,
    flag: 'choose',
    value: 'name',
    help: 'best: the lowest validation loss; sparse: the fewest multiplications within a standard error of it (best)',
  },
];
