import type { EpochRow } from '@reluctant/metrics';
import type { StoredStudy } from '@reluctant/runner';

/** About the largest number of epochs in a picture: more than it has pixels across. */
const mostEpochs = 1000;

/**
 * The rows of a study that its pictures show. With more than {@link mostEpochs} epochs, every n-th and the last one.
 */
export function* drawnRows({
  rows,
  epochs,
}: Pick<StoredStudy, 'rows'> & { readonly epochs: number }): Generator<EpochRow> {
  const stride = Math.ceil(epochs / mostEpochs);
  for (const row of rows) if ((row.epoch - 1) % stride === 0 || row.epoch === epochs) yield row;
}
