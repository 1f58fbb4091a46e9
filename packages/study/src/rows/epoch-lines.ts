import type { EpochRow } from '@reluctant/metrics';

/**
 * Encodes a row as a line of `metrics.jsonl`. Rows are sent between threads in this form: they are encoded once, by the
 * thread that trains, and storing or counting them needs no parsing. NaN and infinities are null, as everywhere in
 * JSON.
 */
export function encodeRow(row: EpochRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** Decodes lines of {@link encodeRow}. Lines from a file are checked by `epochRowSchema` instead. */
export function decodeRows(lines: string): EpochRow[] {
  const rows = JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as unknown[];
  return rows.map(decodeRow);
}

/** The row of the parsed JSON of a line of {@link encodeRow}, unchecked. */
export function decodeRow(json: unknown): EpochRow {
  // The type is not exact: non-finite numbers are null here.
  const row = json as EpochRow;
  return {
    ...row,
    train_loss: orNaN(row.train_loss),
    val_loss: orNaN(row.val_loss),
    ...(row.val_accuracy !== undefined && { val_accuracy: orNaN(row.val_accuracy) }),
    ...(row.val_rmse !== undefined && { val_rmse: orNaN(row.val_rmse) }),
    ...(row.val_r2 !== undefined && { val_r2: orNaN(row.val_r2) }),
    sparsity: orNaN(row.sparsity),
    sparsity_layers: row.sparsity_layers.map(orNaN),
    ...(row.gates && {
      gates: row.gates.map((gate) => ({
        mean: orNaN(gate.mean),
        mean_negative: orNaN(gate.mean_negative),
        quantiles: gate.quantiles.map(orNaN),
        quantiles_negative: gate.quantiles_negative.map(orNaN),
      })),
    }),
  };
}

function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}
