import type { ColumnEncoding } from '@reluctant/preprocessing';

/** A raw column of a table with its input in the graph and the place of its first feature. */
export interface PlacedColumn<Encoding extends ColumnEncoding = ColumnEncoding> {
  readonly encoding: Encoding;
  /** Name of its input, [rows, 1]. */
  readonly input: string;
  /** Index of its first feature among those of `transform`. */
  readonly offset: number;
}

/** Some features in the graph, float32 [rows, features]. */
export interface FeatureBlock {
  /** Name of the value. */
  readonly name: string;
  /** For each feature its index among those of `transform`. */
  readonly features: readonly number[];
}

/** The columns of one role. */
export function columnsOf<Role extends ColumnEncoding['role']>(
  columns: readonly PlacedColumn[],
  roles: readonly Role[],
): readonly PlacedColumn<Extract<ColumnEncoding, { role: Role }>>[] {
  const wanted: readonly string[] = roles;
  return columns.filter((column): column is PlacedColumn<Extract<ColumnEncoding, { role: Role }>> =>
    wanted.includes(column.encoding.role),
  );
}
