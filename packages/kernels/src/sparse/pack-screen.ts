import {
  screenBlock,
  screenHeadBytes,
  screenHeadOffsets,
  screenNormBytes,
  screenRows,
} from '../generated/sparse-abi.js';
import type { StageLayout } from './memory-layout.js';
import { bfloat16Column } from './pack-bfloat16.js';
import { fourRowsBytes, limitOf, type ScreenSettings, screenBytes } from './screen-settings.js';
import type { SparsePrecision, SparseStage } from './sparse-stage.js';

/** Unit roundoff of float32. */
const roundoff = 2 ** -24;
/** More than the rounding of a norm in float64. */
const upwards = 1 + 2 ** -40;
/** The least scale: no product of a scale of weights and one of inputs is subnormal. */
const leastScale = 2 ** -100;
/** Norms are stored as whole numbers of these units, rounded up. */
const [deltaUnit, quantisedUnit] = [2 ** -12, 2 ** -5];
const largestQuantised = 127;

/** Relative error of a sum of n roundings: γₙ. */
const gamma = (count: number): number => (count * roundoff) / (1 - count * roundoff);

/**
 * What rounding adds to the bound of a row, relative to the products of norms: Γ = 2 (γ_N + γ_K). A product of the kernels
 * (dot-products.ts) goes through N = length / 8 + 3 roundings before the bias is added, a term of the screen through
 * K = blocks + 4. docs/certified-skipping.md derives both.
 */
export function screenGrowth(rowLength: number): number {
  return 2 * (gamma(rowLength / 8 + 3) + gamma(Math.ceil(rowLength / screenBlock) + 4));
}

/** float32, not below a positive number. */
const rounded = (value: number): number => Math.fround(value * (1 + 2 ** -22));

/** The weights of one output as the kernels multiply by them, in the order of the inputs. */
function rowReader(
  memory: ArrayBufferLike,
  { weights, rowLength }: StageLayout,
  precision: SparsePrecision,
): (output: number) => Float32Array {
  if (precision === 'float32') {
    return (output) => new Float32Array(memory, weights + 4 * output * rowLength, rowLength);
  }
  const row = new Float32Array(rowLength);
  const bits = new Uint32Array(row.buffer);
  return (output) => {
    const packed = new Uint16Array(memory, weights + 2 * output * rowLength, rowLength);
    for (let place = 0; place < rowLength; place++) {
      // Odd positions are read with the bits of their neighbour (pack-bfloat16.ts).
      const below = (place & 1) === 1 ? (packed[place - 1] ?? 0) : 0;
      bits[bfloat16Column(place)] = ((packed[place] ?? 0) << 16) | below;
    }
    return row;
  };
}

/** The scale of a block; NaN, with which nothing is certified, if a weight is not finite. */
function scaleOf(row: Float32Array, first: number, end: number): number {
  let largest = 0;
  for (let column = first; column < end; column++) {
    // NaN if one of the two is.
    largest = Math.max(largest, Math.abs(row[column] as number));
  }
  return Number.isFinite(largest) ? Math.fround(Math.max(largest / largestQuantised, leastScale)) : Number.NaN;
}

/**
 * Writes the screen of a stage, from its packed weights. For every block of 256 columns of a row w = s·q + δ: q int8, s =
 * max|w| / 127 as float32, ‖δ‖ / s and ‖q‖ rounded up (screen-rows.ts has the layout).
 */
export function packScreen(
  memory: ArrayBufferLike,
  stage: SparseStage,
  at: StageLayout,
  precision: SparsePrecision,
  screens: ScreenSettings,
): void {
  const { outputs } = stage;
  const { rowLength, screen } = at;
  const read = rowReader(memory, at, precision);
  const bytes = fourRowsBytes(rowLength);
  const integers = new Int8Array(memory, screen, screenBytes(rowLength, outputs));
  const view = new DataView(memory, screen);
  let largestNorm = 0;
  for (let output = 0; output < outputs; output++) {
    const row = read(output);
    const lane = output % screenRows;
    let to = screenHeadBytes + bytes * Math.floor(output / screenRows);
    let squares = 0;
    for (let first = 0; first < rowLength; first += screenBlock) {
      const end = Math.min(rowLength, first + screenBlock);
      const scale = scaleOf(row, first, end);
      let [deltas, quantised] = [0, 0];
      for (let column = first; column < end; column++) {
        const weight = row[column] as number;
        const q = Math.max(-largestQuantised, Math.min(largestQuantised, Math.round(weight / scale)));
        const delta = weight - scale * q;
        deltas += delta * delta;
        quantised += q * q;
        const place = column - first;
        integers[to + (place >> 4) * 64 + 16 * lane + (place & 15)] = q;
      }
      to += screenRows * (end - first);
      const delta = Math.ceil((Math.sqrt(deltas) / scale / deltaUnit) * upwards);
      const norm = Math.ceil((Math.sqrt(quantised) / quantisedUnit) * upwards);
      view.setFloat32(to + 4 * lane, scale, true);
      view.setUint16(to + 16 + 2 * lane, delta, true);
      view.setUint16(to + 24 + 2 * lane, norm, true);
      to += screenNormBytes;
      squares += (scale * (delta * deltaUnit + norm * quantisedUnit)) ** 2;
    }
    // Not of rows that are never certified.
    if (squares > largestNorm) largestNorm = squares;
  }
  const head = { largestNorm: rounded(Math.sqrt(largestNorm)), growth: rounded(screenGrowth(rowLength)) };
  const { factor } = screens;
  for (const [name, value] of Object.entries({ ...head, factor, limit: limitOf(stage, precision, screens) })) {
    view.setFloat32(screenHeadOffsets[name as keyof typeof screenHeadOffsets], value, true);
  }
}
