import type { ColumnKind } from '@reluctant/preprocessing';

/** A column to be read: its kind, and the SQL of its values in the types that `readColumns` takes. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** DOUBLE of numbers and dates (milliseconds since 1970), BIGINT of integers, BOOLEAN, or VARCHAR; NULL is missing. */
  readonly value: string;
}
