import { createSparseProgram, type SparsePrecision, type SparseStage } from '@reluctant/kernels/sparse';
import { RandomState } from '@reluctant/random';
import { type NumberKind, numberKinds, numbersOf, randomDirections } from '../number-kinds.js';
import type { CertifyFuzzResult } from './fuzz-result.js';

/** Inputs of the layers: whole blocks of 256 columns, parts of them, and a column more. */
const widths = [128, 129, 256, 257, 300, 512, 700] as const;
/** A layer has at least so many weights, or it gets no screen. */
const leastWeights = 2 ** 18;
/** Rows that one layer answers, each alone. */
const rowsPerLayer = 240;
/** Rows for which biases put units one number above zero. */
const rowsAtZero = 16;

/** The float32 number above. */
function above(value: number): number {
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  const at = bits[0] ?? 0;
  bits[0] = value === 0 ? 1 : at + (at < 0 ? -1 : 1);
  return float[0] ?? value;
}

/** Products of a layer with rows, without biases and ReLU. */
async function productsOf(
  { inputs, outputs, weight }: SparseStage,
  precision: SparsePrecision,
  rows: readonly Float32Array[],
): Promise<readonly Float32Array[]> {
  const program = await createSparseProgram([{ inputs, outputs, weight, activation: 'none' }], { precision });
  return rows.map((row) => program.run(row));
}

/**
 * Biases around those at which units turn zero: for rows of the first kind a tenth are active, and every eighth unit is
 * one number above zero for one of the rows. With more of these the screen would pause.
 */
async function biasesOf(
  stage: SparseStage,
  precision: SparsePrecision,
  rows: readonly Float32Array[],
): Promise<Float32Array> {
  const products = await productsOf(stage, precision, rows);
  return Float32Array.from({ length: stage.outputs }, (_, unit) => {
    if (unit % 8 === 0) return above(-(products[(unit / 8) % products.length]?.[unit] ?? 0));
    const sizes = products.map((row) => Math.abs(row[unit] ?? 0)).filter(Number.isFinite);
    // The median does not see the rows of other kinds, and is two thirds of a standard deviation of normal numbers.
    return -1.9 * (sizes.toSorted((a, b) => a - b)[sizes.length >> 1] ?? 0);
  });
}

/** What {@link fuzzUnits} is told. */
export interface FuzzOptions {
  /** Ends after so many screened units. */
  readonly units: number;
  readonly seed: number;
  /** Called after each layer with the units so far. */
  readonly onProgress?: (units: number) => void;
}

/** One layer, rows of all kinds. Returns the units screened, the candidates, and what was wrong. */
async function fuzzLayer(
  kind: NumberKind,
  number: number,
  seed: number,
): Promise<{ readonly units: number; readonly candidates: number; readonly wrong: readonly string[] }> {
  const random = new RandomState(seed + number);
  const inputs = widths[number % widths.length] ?? 256;
  const outputs = Math.ceil(leastWeights / inputs) + (number % 5);
  const precision = number % 4 === 3 ? 'bfloat16' : 'float32';
  const directions = randomDirections(random, 8, inputs);
  const weight = new Float32Array(inputs * outputs);
  for (let output = 0; output < outputs; output++) {
    weight.set(numbersOf(kind, random, inputs, directions), output * inputs);
  }
  const rowKinds: readonly NumberKind[] = [kind === 'few directions' ? kind : 'Gaussian', ...numberKinds];
  // Three of four rows are of the first kind: with too many that cannot be certified, the screen would pause.
  const rowKind = (row: number): NumberKind => rowKinds[row % 4 === 0 ? (row / 4) % rowKinds.length : 0] ?? 'Gaussian';
  const rows = Array.from({ length: rowsAtZero }, (_, row) => numbersOf(rowKind(row + 1), random, inputs, directions));
  const shape: SparseStage = { inputs, outputs, weight, activation: 'relu' };
  const stage = { ...shape, bias: await biasesOf(shape, precision, rows) };
  const screened = await createSparseProgram([stage], { precision });
  const plain = await createSparseProgram([stage], { precision, certify: false });
  const [one, other] = [new Float32Array(outputs), new Float32Array(outputs)];
  const wrong: string[] = [];
  for (let row = 0; row < rowsPerLayer; row++) {
    const x = rows[row] ?? numbersOf(rowKind(row), random, inputs, directions);
    screened.run(x, one);
    plain.run(x, other);
    if (Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer)) !== 0)
      wrong.push(`layer ${number} (${kind}, ${inputs} → ${outputs}, ${precision}), row ${row} (${rowKind(row)})`);
  }
  screened.takeDensities();
  const { units = 0, candidates = 0 } = screened.screens[0] ?? {};
  return { units, candidates: units === 0 ? 0 : units * candidates, wrong };
}

/** Compares single rows with and without certified zeros, bit for bit, until enough units were screened. */
export async function fuzzUnits({
  units: wanted,
  seed,
  onProgress,
}: FuzzOptions): Promise<Omit<CertifyFuzzResult, 'machine' | 'command'>> {
  const kinds = numberKinds.map((kind) => ({ kind, units: 0, candidates: 0 }));
  const wrong: string[] = [];
  let [units, programs] = [0, 0];
  while (units < wanted) {
    const of = kinds[programs % kinds.length];
    if (of === undefined) break;
    const seen = await fuzzLayer(of.kind, programs, seed);
    of.units += seen.units;
    of.candidates += seen.candidates;
    wrong.push(...seen.wrong);
    units += seen.units;
    programs++;
    onProgress?.(units);
  }
  return { seed, programs, rows: programs * rowsPerLayer, units, kinds, wrong };
}
