// Made by abi/generate.mjs from abi/training.mjs: do not edit.

/** Bytes of the descriptor of a program. */
export const programBytes = 176;

/** Fields of the descriptor of a program. */
export const programFields = {
  depth: { offset: 0, type: 'i32' },
  layers: { offset: 4, type: 'usize' },
  inputs: { offset: 8, type: 'i32' },
  featureStride: { offset: 12, type: 'i32' },
  classes: { offset: 16, type: 'i32' },
  batchSize: { offset: 20, type: 'i32' },
  stride: { offset: 24, type: 'i32' },
  x: { offset: 28, type: 'usize' },
  labels: { offset: 32, type: 'usize' },
  zeroRow: { offset: 36, type: 'usize' },
  trainFeatures: { offset: 40, type: 'usize' },
  trainLabels: { offset: 44, type: 'usize' },
  delta: { offset: 48, type: 'usize' },
  deltaOther: { offset: 52, type: 'usize' },
  gateDelta: { offset: 56, type: 'usize' },
  gateHiddenDelta: { offset: 60, type: 'usize' },
  parameters: { offset: 64, type: 'usize' },
  gradients: { offset: 68, type: 'usize' },
  m: { offset: 72, type: 'usize' },
  v: { offset: 76, type: 'usize' },
  parameterCount: { offset: 80, type: 'i32' },
  beta1: { offset: 84, type: 'f32' },
  oneMinusBeta1: { offset: 88, type: 'f32' },
  beta2: { offset: 92, type: 'f32' },
  oneMinusBeta2: { offset: 96, type: 'f32' },
  epsilon: { offset: 100, type: 'f32' },
  l1: { offset: 104, type: 'f32' },
  use: { offset: 108, type: 'i32' },
  domain: { offset: 112, type: 'i32' },
  positive: { offset: 116, type: 'i32' },
  granularity: { offset: 120, type: 'i32' },
  gate: { offset: 124, type: 'i32' },
  gateHidden: { offset: 128, type: 'i32' },
  inverseTau: { offset: 132, type: 'f32' },
  key0: { offset: 136, type: 'u32' },
  key1: { offset: 140, type: 'u32' },
  injected: { offset: 144, type: 'i32' },
  panels: { offset: 148, type: 'usize' },
  packed: { offset: 152, type: 'usize' },
  tile: { offset: 156, type: 'usize' },
  results: { offset: 160, type: 'usize' },
  dropout: { offset: 164, type: 'f32' },
  dropoutWords: { offset: 168, type: 'usize' },
  gradientSums: { offset: 172, type: 'usize' },
} as const;

/** Bytes of the descriptor of a layer. */
export const layerBytes = 96;

/** Fields of the descriptor of a layer. */
export const layerFields = {
  inputs: { offset: 0, type: 'i32' },
  units: { offset: 4, type: 'i32' },
  blocked: { offset: 8, type: 'i32' },
  weight: { offset: 12, type: 'usize' },
  bias: { offset: 16, type: 'usize' },
  weightGradient: { offset: 20, type: 'usize' },
  biasGradient: { offset: 24, type: 'usize' },
  z: { offset: 28, type: 'usize' },
  h: { offset: 32, type: 'usize' },
  slope: { offset: 36, type: 'usize' },
  noise: { offset: 40, type: 'usize' },
  w1: { offset: 44, type: 'usize' },
  b1: { offset: 48, type: 'usize' },
  w2: { offset: 52, type: 'usize' },
  b2: { offset: 56, type: 'usize' },
  w1Gradient: { offset: 60, type: 'usize' },
  b1Gradient: { offset: 64, type: 'usize' },
  w2Gradient: { offset: 68, type: 'usize' },
  b2Gradient: { offset: 72, type: 'usize' },
  gateTanh: { offset: 76, type: 'usize' },
  gateLogit: { offset: 80, type: 'usize' },
  gateSlope: { offset: 84, type: 'usize' },
  gateOutput: { offset: 88, type: 'usize' },
  statistics: { offset: 92, type: 'usize' },
} as const;

export const resultOffsets = {
  /** f64. Sum of the losses. */
  lossSum: 0,
  /** f64. Rows whose label won. */
  right: 8,
} as const;

export const resultBytes = 16;

export const statisticsOffsets = {
  /** f64. Exact zeros among the post-activations. */
  zeros: 0,
  /** f64. Sum of the gate's shares over all z. */
  shareSum: 8,
  /** f64. The same over z < 0. */
  negativeShareSum: 16,
  /** u32. Shares counted over all z (those that are numbers). */
  shareCount: 24,
  /** u32. The same over z < 0. */
  negativeShareCount: 28,
  /** u32. Histogram of the shares where not z < 0. */
  histogram: 32,
  /** u32. The same where z < 0. */
  negativeHistogram: 4128,
} as const;

export const statisticsBytes = 8224;

/** Bins of a histogram of shares, equal parts of [0, 1]. */
export const shareBins = 1024;

/** Terms that a blocked product packs and sums at a time: a panel of 8 rows and the weights of 16 outputs stay in the L1 cache. */
export const blockTerms = 256;

/** Rows whose gradients are summed in float32; blocks of them are added in float64. */
export const blockRows = 1024;

/** Rows of a batch buffer are a multiple of this: the words of one Philox call. */
export const strideRows = 32;

/** A pass works on a multiple of so many rows. */
export const passRows = 16;

/** Bytes of the words of one Philox call. */
export const drawBytes = 128;

/** Bytes of a block of 4 outputs × 8 columns. */
export const tileBytes = 128;

/** Codes of `use`. */
export const useCodes = { sample: 0, mix: 1 } as const;

/** Codes of `domain`. */
export const domainCodes = { all: 0, negative: 1 } as const;

/** Codes of `positive`. */
export const positiveCodes = { silu: 0, relu: 1, identity: 2 } as const;

/** Codes of `granularity`. */
export const granularityCodes = { element: 0, unit: 1, layer: 2 } as const;

/** Codes of `gate`. */
export const gateCodes = { absent: 0, layer: 1, element: 2, none: 3 } as const;

/** Codes of `approximation`. */
export const approximationCodes = { exp: 0, expOfNegative: 1, sigmoid: 2, tanh: 3, log: 4, tanhOfScaled: 5 } as const;

/** Tensors of a layer in the order of the flat parameter vector. */
export const tensorSchema = {
  "linear": [
    {
      "name": "weight",
      "shape": [
        "units",
        "inputs"
      ],
      "fanIn": "inputs"
    },
    {
      "name": "bias",
      "shape": [
        "units"
      ],
      "fanIn": "inputs"
    }
  ],
  "gate": [
    {
      "name": "w1",
      "shape": [
        "hidden",
        "reads"
      ],
      "fanIn": "reads"
    },
    {
      "name": "b1",
      "shape": [
        "hidden"
      ],
      "fanIn": "reads"
    },
    {
      "name": "w2",
      "shape": [
        "outputs",
        "hidden"
      ],
      "fanIn": "hidden"
    },
    {
      "name": "b2",
      "shape": [
        "outputs"
      ],
      "fanIn": "hidden"
    }
  ]
} as const;
