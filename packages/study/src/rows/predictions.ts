import { ReluctantError } from '@reluctant/errors';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '@reluctant/model';

/** Predictions of one net in T passes for the rows of one set; float32, as on disk. */
export interface SetPredictions {
  /**
   * Logarithm of the mean class probabilities over the passes, row-major [rows, classes]: far from its training data a
   * net may give a class a probability of e⁻²⁰⁰, which is 0 in float32 and would make the negative log-likelihood
   * infinite.
   */
  readonly logMean: Float32Array;
  /** Mean over the passes of the entropy of their probabilities, in nats, one per row. */
  readonly expectedEntropy: Float32Array;
}

/** Predictions of one net by set: `usual`, and `shifted_<size>` for each shift. */
export type Predictions = ReadonlyMap<string, SetPredictions>;

/** A safetensors file with `<set>/log_mean` [rows, classes] and `<set>/expected_entropy` [rows]. */
export function encodePredictions(predictions: Predictions, classes: number): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, StoredTensor>();
  for (const [set, { logMean, expectedEntropy }] of predictions) {
    const rows = expectedEntropy.length;
    tensors.set(`${set}/log_mean`, { shape: [rows, classes], data: logMean });
    tensors.set(`${set}/expected_entropy`, { shape: [rows], data: expectedEntropy });
  }
  return encodeSafetensors({ tensors, metadata: {} });
}

/**
 * Decodes the bytes of {@link encodePredictions}.
 *
 * @param path - for the message
 * @throws ReluctantError (failure) when the file is not of this form
 */
export function decodePredictions(bytes: Uint8Array, path: string): Predictions {
  const { tensors } = decodeSafetensors(bytes);
  const floats = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (data instanceof Float32Array) return data;
    throw new ReluctantError('invalid-file', `${path} has no tensor ${name}: the file is damaged`);
  };
  const suffix = '/log_mean';
  const sets = [...tensors.keys()].filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  return new Map(
    sets.map((set) => [
      set,
      { logMean: floats(`${set}${suffix}`), expectedEntropy: floats(`${set}/expected_entropy`) },
    ]),
  );
}
