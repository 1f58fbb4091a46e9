import type { Preprocessor, Table, Target } from '@reluctant/preprocessing';

/** What a model says of some rows: of classes, or a real number. */
export type RowAnswers =
  | {
      readonly task: 'classification';
      /** The class of each row, as a text. */
      readonly labels: readonly string[];
      /** Row-major [rows, classes]. */
      readonly probabilities: ArrayLike<number>;
    }
  | {
      readonly task: 'regression';
      /** In the unit of the table. */
      readonly values: Float64Array;
    };

/** A model that learned from a table and answers rows of one. */
export interface RowModel {
  readonly preprocessor: Preprocessor;
  readonly target: Target;
  /**
   * Answers rows.
   *
   * @throws ReluctantError naming the column that is absent or of another kind, or row and column of a number that is
   * not finite
   */
  answer(rows: Table): Promise<RowAnswers>;
  /** Frees what the model holds. */
  close(): Promise<void>;
}
