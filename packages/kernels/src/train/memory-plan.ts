import {
  blockRows,
  blockTerms,
  domainCodes,
  drawBytes,
  gateCodes,
  granularityCodes,
  layerBytes,
  lossCodes,
  positiveCodes,
  programBytes,
  resultBytes,
  rowTileBytes,
  sparseUnits,
  statisticsBytes,
  strideRows,
  tileBytes,
  useCodes,
} from '../generated/training-abi.js';
import type { LayerDescriptor, ProgramDescriptor } from './descriptor.js';
import { gateHidden, planGate, planParameters, planTensors } from './layer-plan.js';
import type { RowsSize, TrainingSize } from './training-shape.js';

/** First byte of a program, after the compiler's constants. */
export const reservedBytes = 4096;

/** Layout of the memory of one program. All addresses in bytes. */
export interface MemoryPlan {
  /** Size of the memory. */
  readonly bytes: number;
  /** Address of the program's descriptor. */
  readonly program: number;
  readonly programValues: ProgramDescriptor;
  readonly layerValues: readonly LayerDescriptor[];
  /** float32 from one row of features to the next: inputs rounded up to 4. */
  readonly featureRow: number;
  /** Arrays of one epoch, with room for every batch of the training rows. */
  readonly epoch: {
    readonly steps: number;
    readonly rows: number;
    readonly shares: number;
    readonly domainAll: number;
    readonly stepSizes: number;
    readonly inverseRoots: number;
    readonly gateStepSizes: number;
    readonly gateInverseRoots: number;
    readonly decays: number;
    readonly losses: number;
  };
  /** Levels of the quantiles of the gate's shares, and their values [hidden layer][all, negative][level]; float64. */
  readonly quantiles: { readonly count: number; readonly levels: number; readonly values: number };
  /** A batch given from outside, for gradients. */
  readonly batch: SetPlan;
  readonly sets: Readonly<Record<string, SetPlan>>;
}

/** Addresses of the rows of one set, and of the logits of its evaluation. */
export interface SetPlan {
  readonly rows: number;
  /** Of sparse rows the values of their entries. */
  readonly features: number;
  /** Of sparse rows: see `trainStarts` of the program. 0 for dense rows. */
  readonly starts: number;
  /** Likewise. */
  readonly columns: number;
  readonly targets: number;
  readonly logits: number;
}

/**
 * Lays out the memory of a program, once, so that no step allocates:
 *
 *     descriptor, layer table | parameters, gradients, m, v | batch buffers | buffers of each layer | epoch arrays |
 *     quantiles | data sets
 *
 * Every region starts at a multiple of 64 bytes. Buffers of the batch are [unit][row] with `stride` = batch size
 * rounded up to 32 rows, and a multiple of 4 units (kernels read four at a time and discard the excess). Without a
 * gate, all layers share one buffer for z, because only h and dh/dz are needed later.
 */
export function planMemory(shape: TrainingSize): MemoryPlan {
  const take = allocator(reservedBytes);
  const depth = shape.units.length;
  const { gate } = shape;
  const stride = 4 * roundUp(shape.batchSize, strideRows);
  const featureRow = roundUp(shape.inputs, 4);
  const outputs = shape.units[depth - 1] ?? 0;
  const { loss = 'cross_entropy' } = shape;
  const targetsPerRow = loss === 'squared_error' ? outputs : 1;
  const widest = Math.max(...shape.units);
  const widestHidden = Math.max(0, ...shape.units.slice(0, -1));
  const perUnit = (units: number): number => take(roundUp(units, 4) * stride);

  const scratch = planBlocked(shape, stride);
  const program = take(programBytes);
  const layers = take(layerBytes * depth);
  const { count: parameterCount, offsets } = planParameters(shape);
  const vector = (): number => take(4 * roundUp(parameterCount, 4));
  const [parameters, gradients, m, v] = [vector(), vector(), vector(), vector()];
  const sharedZ = perUnit(widest);
  const layerValues = shape.units.map((units, l): LayerDescriptor => {
    const isHidden = l < depth - 1;
    return {
      inputs: shape.units[l - 1] ?? shape.inputs,
      units,
      blocked: isBlocked(shape.units[l - 1] ?? shape.inputs, units) ? 1 : 0,
      ...planTensors(offsets[l] ?? {}, { parameters, gradients }),
      z: isHidden && gate ? perUnit(units) : sharedZ,
      h: isHidden ? perUnit(units) : 0,
      slope: isHidden ? perUnit(units) : 0,
      noise: isHidden && shape.use === 'sample' ? perUnit(units) : 0,
      ...planGate(isHidden ? gate : undefined, units, { perUnit, take }),
      statistics: isHidden ? take(statisticsBytes) : 0,
    };
  });
  const planRows = ({ rows, entries }: RowsSize): Pick<SetPlan, 'features' | 'starts' | 'columns'> =>
    entries === undefined
      ? { features: take(4 * featureRow * rows), starts: 0, columns: 0 }
      : { features: take(4 * entries), starts: take(4 * (rows + 1)), columns: take(4 * entries) };
  const isSparse = [shape.train, ...Object.values(shape.sets)].some(({ entries }) => entries !== undefined);
  const forSparse = (bytes: number): number => (isSparse ? take(bytes) : 0);
  const train = planRows(shape.train);
  // Reserved in any case, so that the size of the memory depends on sizes alone.
  const weights = take(4 * outputs);
  const programValues: ProgramDescriptor = {
    depth,
    layers,
    inputs: shape.inputs,
    featureStride: 4 * featureRow,
    outputs,
    loss: lossCodes[loss],
    classWeights: shape.classWeights ? weights : 0,
    batchSize: shape.batchSize,
    stride,
    x: perUnit(featureRow),
    columns: 0,
    values: 0,
    entryFirst: forSparse(stride),
    entryEnd: forSparse(stride),
    inputMajor: forSparse(4 * featureRow * roundUp(shape.units[0] ?? 0, sparseUnits)),
    rowTile: forSparse(rowTileBytes),
    targets: take(targetsPerRow * stride),
    zeroRow: take(4 * featureRow),
    trainFeatures: train.features,
    trainStarts: train.starts,
    trainColumns: train.columns,
    trainTargets: take(4 * targetsPerRow * shape.train.rows),
    delta: perUnit(widest),
    deltaOther: perUnit(widest),
    gateDelta: gate && depth > 1 ? perUnit(gate.reads === 'element' ? widestHidden : 1) : 0,
    // Evaluations keep two rows of scratch in it.
    gateHiddenDelta: gate && depth > 1 ? perUnit(Math.max(2, gateHidden(gate))) : 0,
    parameters,
    gradients,
    m,
    v,
    parameterCount,
    beta1: shape.adam.beta1,
    oneMinusBeta1: 1 - shape.adam.beta1,
    beta2: shape.adam.beta2,
    oneMinusBeta2: 1 - shape.adam.beta2,
    epsilon: shape.adam.epsilon,
    l1: shape.l1 ?? 0,
    use: useCodes[shape.use],
    domain: domainCodes[shape.domain],
    positive: positiveCodes[shape.positive],
    granularity: granularityCodes[shape.granularity],
    gate: gateCodes[gate?.reads ?? 'absent'],
    gateHidden: gate ? gateHidden(gate) : 0,
    inverseTau: 1 / Math.fround(gate?.tau ?? 1),
    key0: shape.key.seed,
    key1: shape.key.run,
    injected: 0,
    panels: take(scratch.panels),
    packed: take(scratch.packed),
    tile: take(tileBytes),
    results: take(resultBytes),
    dropout: shape.dropout ?? 0,
    dropoutWords: take(drawBytes),
    gradientSums: shape.batchSize > blockRows ? take(8 * parameterCount) : 0,
  };
  const steps = Math.max(1, Math.ceil(shape.train.rows / shape.batchSize));
  const epoch = {
    steps,
    rows: take(4 * steps * shape.batchSize),
    shares: take(4 * steps),
    domainAll: take(steps),
    stepSizes: take(4 * steps),
    inverseRoots: take(4 * steps),
    gateStepSizes: take(4 * steps),
    gateInverseRoots: take(4 * steps),
    decays: take(4 * steps),
    losses: take(8 * steps),
  };
  const levels = gate ? (shape.shareQuantiles?.length ?? 0) : 0;
  const quantiles = { count: levels, levels: take(8 * levels), values: take(16 * levels * (depth - 1)) };
  const planSet = (size: RowsSize): SetPlan => ({
    rows: size.rows,
    ...planRows(size),
    targets: take(4 * targetsPerRow * size.rows),
    logits: take(4 * outputs * size.rows),
  });
  const batch = planSet({ rows: shape.batchSize });
  const sets = Object.fromEntries(
    Object.entries(shape.sets).map(([name, { rows, entries }]) => [
      name,
      planSet({ rows, ...(entries !== undefined && { entries }) }),
    ]),
  );
  return { bytes: take(0), program, programValues, layerValues, featureRow, epoch, quantiles, batch, sets };
}

/** Bytes of scratch that the blocked products need: see dense-blocked.ts and weight-gradient-blocked.ts. */
function planBlocked(shape: TrainingSize, stride: number): { panels: number; packed: number } {
  const rows = Math.min(blockTerms, stride / 4);
  let [panels, packed] = [0, 0];
  for (const [l, units] of shape.units.entries()) {
    const inputs = shape.units[l - 1] ?? shape.inputs;
    if (!isBlocked(inputs, units)) continue;
    // Inputs forward, units backward.
    const terms = Math.min(blockTerms, Math.max(inputs, units));
    panels = Math.max(panels, terms * stride, 4 * roundUp(inputs, 8) * rows);
    packed = Math.max(packed, 64 * roundUp(terms, 4), 64 * rows);
  }
  return { panels, packed };
}

/** True if a layer uses the blocked products: below this size packing costs more than it saves. */
function isBlocked(inputs: number, units: number): boolean {
  return Math.min(inputs, units) >= 16;
}

/** Allocates consecutive regions, each at a multiple of 64 bytes. */
function allocator(first: number): (bytes: number) => number {
  let next = first;
  return (bytes) => {
    const address = next;
    next += roundUp(bytes, 64);
    return address;
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
