import type { Role } from '../preprocessor/decide-role.js';
import type { InputType } from '../preprocessor/preprocessor.js';
import type { ColumnSummary } from '../summary/summarise-column.js';
import type { ColumnKind } from '../table/column.js';
import type { Task } from '../target/target.js';

/** What a warning is about. */
export type WarningKind =
  | 'categories'
  | 'constant'
  | 'date'
  | 'empty'
  | 'free-text'
  | 'identifier'
  | 'infinite'
  | 'leak'
  | 'precision'
  | 'target';

/** Something that a user should look at before training. */
export interface TableWarning {
  readonly kind: WarningKind;
  readonly column: string;
  /** One sentence that names the column, without a final full stop. */
  readonly said: string;
}

/** A column, and what will be done to it. */
export interface ColumnDescription {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly summary: ColumnSummary;
  readonly role: Role | 'target';
  /** The number of features that it becomes; 0 for the target and for dropped columns. */
  readonly features: number;
  /** How it enters an exported graph; undefined for the target and for dropped columns. */
  readonly input?: InputType;
  /** What is done: `standardised`, `one-hot, rare ones together`. */
  readonly what: string;
  /** Why: `numbers`, `the same value in every row`. */
  readonly why: string;
}

/** The target, and what will be learned. */
export interface TargetDescription {
  readonly name: string;
  readonly task: Task;
  /** Why this task: as asked, or what the guess is made from. */
  readonly why: string;
  /** Rows without a target. */
  readonly missing: number;
  /** The classes with their rows, in the order of their labels; empty for a real target. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[];
}

/** A table, column by column. */
export interface TableDescription {
  readonly source?: string;
  readonly rows: number;
  readonly columns: readonly ColumnDescription[];
  readonly target?: TargetDescription;
  readonly warnings: readonly TableWarning[];
}
