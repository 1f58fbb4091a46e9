/** Where one named tensor stands in the flat vector of all parameters. */
export interface ParameterSlot {
  /** `linear{l}.weight` [out, in], `linear{l}.bias` [out], `gate{l}.w1` [8, reads], `gate{l}.b1`, `gate{l}.w2` [k, 8], `gate{l}.b2` [k]. */
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the flat vector. */
  readonly offset: number;
  /** Number of elements: the product of the shape. */
  readonly size: number;
}

/**
 * The order of all parameters of a model in one flat float32 vector: for each layer its weight (row-major [out, in]) and
 * bias, then, after a hidden layer, its gate's w1, b1, w2, b2. Adam's two moments use the same layout.
 */
export interface ParameterLayout {
  readonly slots: readonly ParameterSlot[];
  /** Length of the flat vector. */
  readonly size: number;
}
