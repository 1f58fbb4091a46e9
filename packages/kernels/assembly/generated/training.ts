// Made by abi/generate.mjs from abi/training.mjs: do not edit.

/** The descriptor of a program. All pointers are byte addresses in its own memory. */
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
  /** Bytes from one unit of a batch buffer to the next. */
  stride: i32;
  /** The gathered batch [input][row]. */
  x: usize;
  /** Labels of the batch, int32. */
  labels: usize;
  /** One row of zero features, for padding. */
  zeroRow: usize;
  trainFeatures: usize;
  trainLabels: usize;
  /** dL/dlogits and dL/dh of the widest layer, in turn with `deltaOther`. */
  delta: usize;
  deltaOther: usize;
  /** dL/dlogit of a gate [1 or units][row]. */
  gateDelta: usize;
  /** Gradient of the hidden pre-activations of a gate [hidden][row]. */
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
  /** 1: the noise buffers were filled from outside and nothing is drawn. */
  injected: i32;
  /** Scratch of the blocked products. */
  panels: usize;
  packed: usize;
  /** 4 × 8 float32: a block that extends beyond the edge of a matrix. */
  tile: usize;
  /** Results of an evaluation. */
  results: usize;
  /** Probability of dropping a post-activation; 0 = none. */
  dropout: f32;
  /** The words of one Philox call. */
  dropoutWords: usize;
  /** float64 sums of the gradients of batches above `blockRows` rows; absent below. */
  gradientSums: usize;
}

/** The descriptor of one layer. */
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
  /** Statistics of an evaluation. */
  statistics: usize;
}

/** f64. Sum of the losses. */
export const resultLossSum: usize = 0;

/** f64. Rows whose label won. */
export const resultRight: usize = 8;

export const resultBytes: usize = 16;

/** f64. Exact zeros among the post-activations. */
export const statisticsZeros: usize = 0;

/** f64. Sum of the gate's shares over all z. */
export const statisticsShareSum: usize = 8;

/** f64. The same over z < 0. */
export const statisticsNegativeShareSum: usize = 16;

/** u32. Shares counted over all z (those that are numbers). */
export const statisticsShareCount: usize = 24;

/** u32. The same over z < 0. */
export const statisticsNegativeShareCount: usize = 28;

/** u32. Histogram of the shares where not z < 0. */
export const statisticsHistogram: usize = 32;

/** u32. The same where z < 0. */
export const statisticsNegativeHistogram: usize = 4128;

export const statisticsBytes: usize = 8224;

/** Bins of a histogram of shares, equal parts of [0, 1]. */
export const shareBins: i32 = 1024;

/** Terms that a blocked product packs and sums at a time: a panel of 8 rows and the weights of 16 outputs stay in the L1 cache. */
export const blockTerms: i32 = 256;

/** Rows whose gradients are summed in float32; blocks of them are added in float64. */
export const blockRows: i32 = 1024;

/** Rows of a batch buffer are a multiple of this: the words of one Philox call. */
export const strideRows: i32 = 32;

/** A pass works on a multiple of so many rows. */
export const passRows: i32 = 16;

/** Bytes of the words of one Philox call. */
export const drawBytes: usize = 128;

/** Bytes of a block of 4 outputs × 8 columns. */
export const tileBytes: usize = 128;

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

export const approximateExp = 0;
export const approximateExpOfNegative = 1;
export const approximateSigmoid = 2;
export const approximateTanh = 3;
export const approximateLog = 4;
export const approximateTanhOfScaled = 5;

export const purposeShuffle: u32 = 2;
export const purposeTrain: u32 = 3;
export const purposeEvaluate: u32 = 4;
export const purposeDropout: u32 = 5;
export const purposeEvaluateDropout: u32 = 8;
