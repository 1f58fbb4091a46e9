/** An affine map as PyTorch holds it: y = x·Wᵀ + b. */
export interface Linear {
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs, inputs], row-major. */
  readonly weight: Float32Array;
  /** [outputs]; absent: zeros. */
  readonly bias?: Float32Array;
}

/** The activation after a layer. */
export type MlpActivation = 'none' | 'relu' | 'silu';

/** An affine map and its activation. */
export interface MlpDense {
  readonly kind: 'dense';
  readonly linear: Linear;
  readonly activation: MlpActivation;
}

/** The gated FFN block with ReLU: y = (relu(x·Wgᵀ) ⊙ (x·Wuᵀ))·Wdᵀ, biases allowed. */
export interface MlpGatedFfn {
  readonly kind: 'gatedFfn';
  readonly gate: Linear;
  readonly up: Linear;
  readonly down: Linear;
  /** The activation after the down projection. */
  readonly activation: MlpActivation;
}

/** A layer of an {@link MlpGraph}. */
export type MlpLayer = MlpDense | MlpGatedFfn;

/**
 * A chain of layers with one float32 input [batch, inputs] and one output [batch, outputs]. `importOnnx` returns it,
 * `exportMlp` writes it, and a sparse session runs it. Unlike a `FeedForward` it holds weights and has no training
 * settings.
 */
export interface MlpGraph {
  readonly inputName: string;
  readonly outputName: string;
  /** At least one layer. */
  readonly layers: readonly MlpLayer[];
  /** The file's `metadata_props`, e.g. `class_names`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Inputs of a layer. */
export function layerInputs(layer: MlpLayer): number {
  return layer.kind === 'dense' ? layer.linear.inputs : layer.gate.inputs;
}

/** Outputs of a layer. */
export function layerOutputs(layer: MlpLayer): number {
  return layer.kind === 'dense' ? layer.linear.outputs : layer.down.outputs;
}
