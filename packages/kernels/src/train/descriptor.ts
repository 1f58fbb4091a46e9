/**
 * The fields of the descriptor that TypeScript writes and the kernels read, in the order of the structures `Program` and `Layer`
 * in assembly/train/program.ts; each takes 4 bytes.
 */
export const programFields = [
  'depth',
  'layers',
  'inputs',
  'featureStride',
  'classes',
  'batchSize',
  'stride',
  'x',
  'labels',
  'zeroRow',
  'trainFeatures',
  'trainLabels',
  'delta',
  'deltaOther',
  'gateDelta',
  'gateHiddenDelta',
  'parameters',
  'gradients',
  'm',
  'v',
  'parameterCount',
  'beta1',
  'oneMinusBeta1',
  'beta2',
  'oneMinusBeta2',
  'epsilon',
  'l1',
  'use',
  'domain',
  'positive',
  'granularity',
  'gate',
  'gateHidden',
  'inverseTau',
  'key0',
  'key1',
  'injected',
  'panels',
  'packed',
  'tile',
  'results',
  'dropout',
  'dropoutWords',
  'gradientSums',
] as const;

/** The fields of one layer. */
export const layerFields = [
  'inputs',
  'units',
  'blocked',
  'weight',
  'bias',
  'weightGradient',
  'biasGradient',
  'z',
  'h',
  'slope',
  'noise',
  'w1',
  'b1',
  'w2',
  'b2',
  'w1Gradient',
  'b1Gradient',
  'w2Gradient',
  'b2Gradient',
  'gateTanh',
  'gateLogit',
  'gateSlope',
  'gateOutput',
  'statistics',
] as const;

/** Values of a program's descriptor: numbers and byte addresses. */
export type ProgramDescriptor = Readonly<Record<(typeof programFields)[number], number>>;

/** Values of a layer's descriptor. */
export type LayerDescriptor = Readonly<Record<(typeof layerFields)[number], number>>;

/** Fields that hold a float32; all others are unsigned 32-bit integers. */
const floatFields: ReadonlySet<string> = new Set([
  'beta1',
  'oneMinusBeta1',
  'beta2',
  'oneMinusBeta2',
  'epsilon',
  'l1',
  'inverseTau',
  'dropout',
]);

/** Writes the values of the named fields one after another. */
export function writeDescriptor<Field extends string>(
  memory: DataView,
  address: number,
  fields: readonly Field[],
  values: Readonly<Record<Field, number>>,
): void {
  fields.forEach((field, index) => {
    const place = address + 4 * index;
    if (floatFields.has(field)) memory.setFloat32(place, values[field], true);
    else memory.setUint32(place, values[field], true);
  });
}
