/**
 * The descriptor of a program: plain structures of 4-byte fields that TypeScript writes once (src/train/memory-plan.ts holds the
 * same names in the same order) and every kernel reads. All pointers are byte addresses in the program's own memory.
 *
 * Conventions of all buffers of the batch: [unit][row], float32, one unit every `stride` bytes (the batch size rounded up to 32
 * rows, so that a Philox call of 32 words always fits):
 *
 *     unit 0   | row 0 1 2 3 | 4 5 6 7 | …            | n … padding | up to stride
 *     unit 1   | row 0 1 2 3 | …
 *
 * A pass of n rows works on `width` bytes of every unit: n rounded up to 16 rows. Padding rows get features of 0, and every kernel
 * that writes h, dh/dz or a gradient clears them, so that sums along the batch need no mask and padding never reaches a result.
 */
@unmanaged
export class Program {
  /** Number of dense layers, the output layer included. */
  depth: i32;
  /** The layers, one {@link Layer} after another. */
  layers: usize;
  inputs: i32;
  /** Bytes from one row of features to the next: inputs rounded up to 4. */
  featureStride: i32;
  classes: i32;
  batchSize: i32;
  stride: i32;
  /** The gathered batch [input][row]. */
  x: usize;
  /** Labels of the batch, int32. */
  labels: usize;
  /** One row of zero features, for padding. */
  zeroRow: usize;
  trainFeatures: usize;
  trainLabels: usize;
  /** dL/dlogits and dL/dh of the widest layer, taking turns. */
  delta: usize;
  deltaOther: usize;
  /** dL/dlogit of a gate [1 or units][row], and the gradient of its hidden pre-activations [hidden][row]. */
  gateDelta: usize;
  gateHiddenDelta: usize;
  /** Flat parameters, gradients and Adam's moments, padded with zeros to a multiple of 4. */
  parameters: usize;
  gradients: usize;
  m: usize;
  v: usize;
  parameterCount: i32;
  beta1: f32;
  oneMinusBeta1: f32;
  beta2: f32;
  oneMinusBeta2: f32;
  epsilon: f32;
  l1: f32;
  use: i32;
  domain: i32;
  positive: i32;
  granularity: i32;
  gate: i32;
  gateHidden: i32;
  /** 1/tau of the gate. */
  inverseTau: f32;
  key0: u32;
  key1: u32;
  /** 1: the noise buffers were filled from outside and no draw is made. */
  injected: i32;
  /** Scratch of the blocked products. */
  panels: usize;
  packed: usize;
  /** 4 × 8 float32: a block that stands over the edge of a matrix. */
  tile: usize;
  /** float64 sums and counts of an evaluation, see evaluate.ts. */
  results: usize;
  /** Probability of dropping a post-activation; 0 = none. */
  dropout: f32;
  /** 128 bytes: the words of 32 rows. */
  dropoutWords: usize;
  /** float64 sums of the gradients of batches above 1,024 rows, see backward.ts; absent below. */
  gradientSums: usize;
}

@unmanaged
export class Layer {
  inputs: i32;
  units: i32;
  /** 1: take the blocked products. */
  blocked: i32;
  weight: usize;
  bias: usize;
  weightGradient: usize;
  biasGradient: usize;
  /** Pre-activations [unit][row]; in the output layer the logits. */
  z: usize;
  /** Post-activations [unit][row]. */
  h: usize;
  /** dh/dz [unit][row]. */
  slope: usize;
  /** Uniforms, masks or logistic noise [unit][row]. */
  noise: usize;
  /** Parameters of the gate and their gradients: w1, b1, w2, b2 as in the parameter layout. */
  w1: usize;
  b1: usize;
  w2: usize;
  b2: usize;
  w1Gradient: usize;
  b1Gradient: usize;
  w2Gradient: usize;
  b2Gradient: usize;
  /** tanh values [hidden][row], or [hidden][unit][row] with a gate that reads elements; none with one that reads nothing. */
  gateTanh: usize;
  /** The gate's logit, l or l0 − l1: [row] or [unit][row]. */
  gateLogit: usize;
  /** dh/dlogit [unit][row]. */
  gateSlope: usize;
  /** w2 and then b2 of the logit, [hidden + 1]: with two outputs the differences of their rows. */
  gateOutput: usize;
  /** Counts of an evaluation: exact zeros, then see evaluate.ts. */
  statistics: usize;
}

export const useSample = 0;
export const useMix = 1;
export const domainAll = 0;
export const domainNegative = 1;
export const positiveSilu = 0;
export const positiveRelu = 1;
export const positiveIdentity = 2;
export const granularityElement = 0;
export const granularityUnit = 1;
export const granularityLayer = 2;
export const gateNone = 0;
export const gateReadsLayer = 1;
export const gateReadsElement = 2;
export const gateReadsNothing = 3;

@inline
export function layerAt(program: Program, index: i32): Layer {
  return changetype<Layer>(program.layers + <usize>index * offsetof<Layer>());
}

/** Bytes of each unit that a pass of n rows works on: n rounded up to 16 rows. */
@inline
export function passWidth(rows: i32): usize {
  return <usize>((rows + 15) & ~15) << 2;
}

/** Sets the padding rows (from `rows` to `width`) of each unit to 0. */
export function clearPadding(buffer: usize, units: i32, stride: usize, rows: i32, width: usize): void {
  const from = <usize>rows << 2;
  if (from == width) return;
  for (let unit = 0; unit < units; unit++) {
    memory.fill(buffer + from, 0, width - from);
    buffer += stride;
  }
}
