import * as z from 'zod';

const names = z.array(z.string()).readonly();

/** Checks a {@link TableConfig} from a file or another machine. */
export const tableConfigSchema = z.strictObject({
  /** Of the content of the table. */
  fingerprint: z.string(),
  /** Rows in which the target is not missing. */
  rows: z.int().min(1),
  /** Columns that become features, the most over the divisions into sets. */
  columns: z.int().min(1),
  /** The column to predict. */
  target: z.string(),
  task: z.enum(['classification', 'regression']),
  /** Names of the classes, in the order of the outputs; none of a real target. */
  classes: names,
  /** Columns to leave out, to standardise and to one-hot, where the default would differ. */
  drop: names,
  numeric: names,
  categorical: names,
});

/** What a study takes from a table: its content, what is predicted, and what the user decided about columns. */
export type TableConfig = Readonly<z.output<typeof tableConfigSchema>>;
