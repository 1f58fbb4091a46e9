import type { EpochRow } from '@reluctant/metrics';

/**
 * Rows travel as the lines that will stand in `metrics.jsonl`: they are written once, in the thread that has trained, and whoever
 * only stores them or counts them never takes them apart. NaN and infinities are null in them, as everywhere in JSON.
 */
export function encodeRow(row: EpochRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** The rows of lines that {@link encodeRow} made. Lines from a file go through `epochRowSchema` instead. */
export function decodeRows(lines: string): EpochRow[] {
  // Not quite: where a number was not finite there is null.
  const rows = JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as EpochRow[];
  return rows.map((row) => ({
    ...row,
    train_loss: orNaN(row.train_loss),
    val_loss: orNaN(row.val_loss),
    val_accuracy: orNaN(row.val_accuracy),
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
  }));
}

function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}
