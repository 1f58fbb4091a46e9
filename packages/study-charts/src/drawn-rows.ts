import type { EpochRow } from '@reluctant/metrics';

/** About the largest number of epochs in a chart: more than it has pixels across. */
const mostEpochs = 1000;

/**
 * The rows of a study that its charts show. With more than {@link mostEpochs} epochs, every n-th and the last one.
 *
 * @param epochs - of each run
 */
export function* drawnRows(rows: Iterable<EpochRow>, epochs: number): Generator<EpochRow> {
  const stride = Math.ceil(epochs / mostEpochs);
  for (const row of rows) if ((row.epoch - 1) % stride === 0 || row.epoch === epochs) yield row;
}
