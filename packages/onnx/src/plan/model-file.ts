import { ReluctantError } from '@reluctant/errors';
import { decodeModel } from '../format/decode-model.js';
import { defaultLimits, type OnnxLimits } from '../format/limits.js';
import type { GraphMessage, ModelMessage } from '../format/messages.js';
import { externalLocation } from '../format/tensor-constant.js';
import { sizeOf } from '../tensor/plain-tensor.js';

/** A decoded file, before its tensors are read. */
export interface ModelFile {
  readonly model: ModelMessage;
  readonly graph: GraphMessage;
  readonly limits: OnnxLimits;
  /** Paths, relative to the model, of other files in which tensors stand. */
  readonly externalFiles: readonly string[];
}

/**
 * Decodes a file.
 *
 * @param bytes - must not change before {@link planOnnx} has read the tensors
 * @throws ReluctantError if the bytes are not an ONNX file or exceed a limit
 */
export function decodeModelFile(bytes: Uint8Array, limits: Partial<OnnxLimits> = {}): ModelFile {
  const allowed = { ...defaultLimits, ...limits };
  const model = decodeModel(bytes, allowed);
  const { graph } = model;
  if (graph === undefined) throw new ReluctantError('invalid-file', 'not an ONNX file: it holds no graph');
  const parameters = graph.initializer.reduce((sum, { dims }) => sum + Math.max(0, sizeOf(dims)), 0);
  if (!(parameters <= allowed.maxParameters)) {
    const message = `the tensors of the file have ${parameters} numbers, more than the limit of ${allowed.maxParameters} parameters`;
    throw new ReluctantError('unsupported', message, { path: ['limits', 'maxParameters'] });
  }
  const locations = graph.initializer.map(externalLocation).filter((location) => location !== undefined);
  return { model, graph, limits: allowed, externalFiles: [...new Set(locations)] };
}
