/** An onnxruntime session that answers rows of a chain. */
export interface Delegate {
  /**
   * @param data - row-major [rows, inputs]; not kept
   * @returns row-major [rows, outputs]
   */
  run(data: Float32Array, rows: number): Promise<Float32Array>;
  /** Frees the session, after the runs that have begun. */
  release(): Promise<void>;
}

/** A delegate that has been opened. */
export interface OpenDelegate {
  readonly delegate: Delegate;
  /** Of the model that it was given. */
  readonly bytes: number;
}
