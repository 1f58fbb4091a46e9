/**
 * The binary interface of the training kernels, defined once. `generate.mjs` generates both sides: what assembly/train
 * reads and what src/train writes.
 *
 * Fields of structures are [name, type, comment]; structures have no padding, because all fields take 4 bytes.
 */

/**
 * Tensors of one layer in the order of the flat parameter vector, those of the gate after those of the affine map. Axes
 * and `fanIn` name sizes of the layer; `reads` is the number of inputs of a gate and `outputs` the number of its
 * logits.
 */
export const parameterTensors = {
  linear: [
    { name: 'weight', shape: ['units', 'inputs'], fanIn: 'inputs' },
    { name: 'bias', shape: ['units'], fanIn: 'inputs' },
  ],
  gate: [
    { name: 'w1', shape: ['hidden', 'reads'], fanIn: 'reads' },
    { name: 'b1', shape: ['hidden'], fanIn: 'reads' },
    { name: 'w2', shape: ['outputs', 'hidden'], fanIn: 'hidden' },
    { name: 'b2', shape: ['outputs'], fanIn: 'hidden' },
  ],
};

const pointers = (part) => parameterTensors[part].map(({ name }) => [name, 'usize']);
const gradientPointers = (part) => parameterTensors[part].map(({ name }) => [`${name}Gradient`, 'usize']);

export const program = [
  ['depth', 'i32', 'Number of dense layers, the output layer included.'],
  ['layers', 'usize', 'The layers, one {@link Layer} after another.'],
  ['inputs', 'i32'],
  ['featureStride', 'i32', 'Bytes from one row of features to the next: inputs rounded up to 4.'],
  ['outputs', 'i32', 'Logits or values of a row: the units of the last layer.'],
  ['batchSize', 'i32'],
  ['stride', 'i32', 'Bytes from one unit of a batch buffer to the next.'],
  [
    'x',
    'usize',
    'The gathered batch [input][row]; of sparse rows only the address counts, as the input of the first layer.',
  ],
  [
    'columns',
    'usize',
    'The column of each entry of the sparse set that the batch comes from, u32; 0 = its rows are dense.',
  ],
  ['values', 'usize', 'The value of each entry, float32.'],
  [
    'entryFirst',
    'usize',
    'Bytes from the first entry of the set to the first one of each row of the batch, u32 [row].',
  ],
  ['entryEnd', 'usize', 'The same to behind the last one.'],
  [
    'inputMajor',
    'usize',
    'Weights of the first layer or sums of their gradient, [input][units rounded up to 16]; only for sparse rows.',
  ],
  ['rowTile', 'usize', '4 rows × 16 units float32; only for sparse rows.'],
  ['loss', 'i32'],
  ['classWeights', 'usize', 'float32 weight of each class in the training loss; 0 = all are equal.'],
  ['targets', 'usize', 'Targets of the batch: labels, int32; with squared error values [output][row], float32.'],
  ['zeroRow', 'usize', 'One row of zero features, for padding.'],
  ['trainFeatures', 'usize', 'Row-major [rows, inputs]; of sparse rows the values of the entries.'],
  [
    'trainStarts',
    'usize',
    'Entry at which each sparse row begins and, last, their number, u32; 0 = the rows are dense.',
  ],
  ['trainColumns', 'usize', 'The column of each entry, u32.'],
  ['trainTargets', 'usize', 'Labels, int32; with squared error values, row-major [rows, outputs], float32.'],
  ['delta', 'usize', 'dL/dlogits and dL/dh of the widest layer, alternating with `deltaOther`.'],
  ['deltaOther', 'usize'],
  ['gateDelta', 'usize', 'dL/dlogit of a gate [1 or units][row].'],
  ['gateHiddenDelta', 'usize', 'Gradient of the hidden pre-activations of a gate [hidden][row].'],
  ['parameters', 'usize', "Flat parameters, gradients and Adam's moments, padded with zeros to a multiple of 4."],
  ['gradients', 'usize'],
  ['m', 'usize'],
  ['v', 'usize'],
  ['parameterCount', 'i32'],
  ['beta1', 'f32'],
  ['oneMinusBeta1', 'f32'],
  ['beta2', 'f32'],
  ['oneMinusBeta2', 'f32'],
  ['epsilon', 'f32'],
  ['l1', 'f32'],
  ['use', 'i32'],
  ['domain', 'i32'],
  ['positive', 'i32'],
  ['granularity', 'i32'],
  ['gate', 'i32'],
  ['gateHidden', 'i32'],
  ['inverseTau', 'f32', '1/tau of the gate.'],
  ['key0', 'u32'],
  ['key1', 'u32'],
  ['injected', 'i32', '1: the noise buffers are injected and nothing is drawn.'],
  ['panels', 'usize', 'Scratch of the blocked products.'],
  ['packed', 'usize'],
  ['tile', 'usize', '4 × 8 float32: a block that extends beyond the edge of a matrix.'],
  ['results', 'usize', 'Results of an evaluation.'],
  ['dropout', 'f32', 'Probability of dropping a post-activation; 0 = none.'],
  ['dropoutWords', 'usize', 'The words of one Philox call.'],
  ['gradientSums', 'usize', 'float64 sums of the gradients of batches above `blockRows` rows; absent below.'],
];

export const layer = [
  ['inputs', 'i32'],
  ['units', 'i32'],
  ['blocked', 'i32', '1: use the blocked products.'],
  ...pointers('linear'),
  ...gradientPointers('linear'),
  ['z', 'usize', 'Pre-activations [unit][row]; in the output layer the logits.'],
  ['h', 'usize', 'Post-activations [unit][row].'],
  ['slope', 'usize', 'dh/dz [unit][row].'],
  ['noise', 'usize', 'Uniforms, masks or logistic noise [unit][row].'],
  ...pointers('gate'),
  ...gradientPointers('gate'),
  [
    'gateTanh',
    'usize',
    'tanh values [hidden][row], or [hidden][unit][row] with a gate that reads elements; none with one that reads nothing.',
  ],
  ['gateLogit', 'usize', "The gate's logit, l or l0 − l1: [row] or [unit][row]."],
  ['gateSlope', 'usize', 'dh/dlogit [unit][row].'],
  ['gateOutput', 'usize', 'w2 and then b2 of the logit, [hidden + 1]: with two outputs the differences of their rows.'],
  ['statistics', 'usize', 'Statistics of an evaluation.'],
];

/** Bins of a histogram of shares, equal parts of [0, 1]. */
const shareBins = 1024;

/** Results of an evaluation: [name, type, comment, length]. Sums first, so that float64 are aligned. */
export const results = [
  ['lossSum', 'f64', 'Sum of the losses.'],
  ['right', 'f64', 'Correctly classified rows; 0 with squared error.'],
];
export const statistics = [
  ['zeros', 'f64', 'Exact zeros among the post-activations.'],
  ['shareSum', 'f64', "Sum of the gate's shares over all z."],
  ['negativeShareSum', 'f64', 'The same over z < 0.'],
  ['shareCount', 'u32', 'Shares counted over all z (those that are numbers).'],
  ['negativeShareCount', 'u32', 'The same over z < 0.'],
  ['histogram', 'u32', 'Histogram of the shares where not z < 0.', shareBins],
  ['negativeHistogram', 'u32', 'The same where z < 0.', shareBins],
];

/** Codes count from 0 in the order given. Keys are TypeScript's names, values the constants of the kernels. */
export const enumerations = {
  loss: { cross_entropy: 'lossCrossEntropy', squared_error: 'lossSquaredError' },
  use: { sample: 'useSample', mix: 'useMix' },
  domain: { all: 'domainAll', negative: 'domainNegative' },
  positive: { silu: 'positiveSilu', relu: 'positiveRelu', identity: 'positiveIdentity' },
  granularity: { element: 'granularityElement', unit: 'granularityUnit', layer: 'granularityLayer' },
  gate: { absent: 'gateNone', layer: 'gateReadsLayer', element: 'gateReadsElement', none: 'gateReadsNothing' },
  approximation: {
    exp: 'approximateExp',
    expOfNegative: 'approximateExpOfNegative',
    sigmoid: 'approximateSigmoid',
    tanh: 'approximateTanh',
    log: 'approximateLog',
    tanhOfScaled: 'approximateTanhOfScaled',
  },
};

/** [name, type in the kernels, value, comment]. */
export const constants = [
  ['shareBins', 'i32', shareBins, 'Bins of a histogram of shares, equal parts of [0, 1].'],
  [
    'blockTerms',
    'i32',
    256,
    'Terms that a blocked product packs and sums at once, so that a panel of 8 rows and the weights of 16 outputs stay in the L1 cache.',
  ],
  ['blockRows', 'i32', 1024, 'Rows whose gradients are summed in float32; blocks of them are added in float64.'],
  ['strideRows', 'i32', 32, 'Rows of a batch buffer are a multiple of this: the words of one Philox call.'],
  ['passRows', 'i32', 16, 'A pass processes a multiple of this many rows.'],
  ['drawBytes', 'usize', 128, 'Bytes of the words of one Philox call.'],
  ['tileBytes', 'usize', 128, 'Bytes of a block of 4 outputs × 8 columns.'],
  ['sparseUnits', 'i32', 16, 'Units that the products of sparse rows process at once.'],
  ['rowTileBytes', 'usize', 256, 'Bytes of a block of 4 rows × 16 units.'],
];

/** Purposes of draws that the kernels make, by their names in @reluctant/random. */
export const purposes = {
  shuffle: 'purposeShuffle',
  train: 'purposeTrain',
  evaluate: 'purposeEvaluate',
  dropout: 'purposeDropout',
  evaluate_dropout: 'purposeEvaluateDropout',
};
