import { ReluctantError } from '@reluctant/errors';
import type { ModelMessage } from './messages.js';
import { modelType } from './schema.js';

/** The size limit of a protobuf message. */
const maximumBytes = 2 ** 31 - 1;

/**
 * The bytes of an ONNX file.
 *
 * @throws ReluctantError if the tensors are too large for one file
 */
export function encodeModel(model: ModelMessage): Uint8Array {
  const data = model.graph?.initializer.reduce((sum, tensor) => sum + (tensor.rawData?.length ?? 0), 0) ?? 0;
  if (data > maximumBytes - 2 ** 20) {
    throw new ReluctantError(
      'unsupported',
      `the weights take ${data} bytes, but one ONNX file holds at most ${maximumBytes}`,
    );
  }
  return modelType.encode(modelType.fromObject(model)).finish();
}
