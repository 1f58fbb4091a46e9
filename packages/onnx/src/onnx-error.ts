/** An ONNX file that cannot be read, or a model that cannot be written: one sentence that names the file's part. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';
}
