import { ReluctantError } from '@reluctant/errors';
import type { ModelMessage } from './messages.js';
import { modelType } from './schema.js';
import { type OnnxLimits, surveyFile } from './survey.js';

/**
 * The message in the bytes of an ONNX file. Only the limits and protobuf's own structure are checked.
 *
 * @throws ReluctantError if the bytes are not a protobuf message or exceed a limit
 */
export function decodeModel(bytes: Uint8Array, limits: OnnxLimits): ModelMessage {
  try {
    surveyFile(bytes, modelType, limits);
    // With these options `toObject` returns exactly the interfaces of messages.ts for any bytes, because the schema is
    // fixed.
    return modelType.toObject(modelType.decode(bytes), {
      longs: Number,
      arrays: true,
      defaults: false,
    }) as ModelMessage;
  } catch (error) {
    if (error instanceof ReluctantError) throw error;
    throw new ReluctantError(
      'invalid-file',
      `not an ONNX file, or a damaged one: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
