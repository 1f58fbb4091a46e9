import { ReluctantError } from '@reluctant/errors';
import type { ModelMessage } from './messages.js';
import { modelType } from './schema.js';
import { type OnnxLimits, surveyFile } from './survey.js';

/**
 * The message in the bytes of an ONNX file. Nothing is checked yet but the limits and protobuf's own structure.
 *
 * @throws ReluctantError when the bytes are no protobuf message, or pass a limit
 */
export function decodeModel(bytes: Uint8Array, limits: OnnxLimits): ModelMessage {
  try {
    surveyFile(bytes, modelType, limits);
    // `toObject` with these options gives exactly the interfaces of messages.ts, whatever the bytes: the schema is our own.
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
