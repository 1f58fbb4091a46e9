import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { screenBlock, screenHeadBytes, screenNormBytes, screenRows } from '../generated/sparse-abi.js';
import { numberKinds, stageOf } from '../test-support/screen-numbers.js';
import { everyStage } from '../test-support/screened-program.js';
import { compileProgram } from './compile-program.js';
import { bfloat16Column } from './pack-bfloat16.js';
import { fourRowsBytes } from './screen-settings.js';
import type { SparsePrecision } from './sparse-stage.js';

interface Block {
  /** The weights that the kernels multiply by. */
  readonly weights: readonly number[];
  readonly q: readonly number[];
  readonly scale: number;
  /** Bounds of ‖δ‖ / s and ‖q‖. */
  readonly delta: number;
  readonly norm: number;
}

/** The bfloat16 weights of a row with the bits below that the kernels read with them. */
function unpackRow(memory: ArrayBufferLike, at: number, length: number): Float32Array {
  const packed = new Uint16Array(memory, at, length);
  const bits = new Uint32Array(length);
  packed.forEach((upper, place) => {
    bits[bfloat16Column(place)] = ((upper << 16) | (place & 1 ? (packed[place - 1] ?? 0) : 0)) >>> 0;
  });
  return new Float32Array(bits.buffer);
}

/** Every block of the copy of a stage's weights, read by the layout that screen-rows.ts describes. */
async function blocksOf(
  kinds: readonly (typeof numberKinds)[number][],
  seed: number,
  inputs: number,
  outputs: number,
  precision: SparsePrecision,
) {
  // With a second stage wider than 64 no program is narrow, and the first stage has a copy.
  const stages = [stageOf(kinds, seed, inputs, outputs), stageOf(['gaussian'], seed, outputs, 65)];
  const { layout, memory } = await compileProgram(stages, { precision }, 0, everyStage);
  const [stage] = layout.stages;
  if (stage === undefined) throw new Error('the program has no stage');
  const { buffer } = memory;
  const { rowLength } = stage;
  const view = new DataView(buffer);
  const blocks: Block[] = [];
  for (let output = 0; output < outputs; output++) {
    const lane = output % screenRows;
    const row =
      precision === 'float32'
        ? new Float32Array(buffer, stage.weights + 4 * output * rowLength, rowLength)
        : unpackRow(buffer, stage.weights + 2 * output * rowLength, rowLength);
    let at = stage.screen + screenHeadBytes + Math.floor(output / screenRows) * fourRowsBytes(rowLength);
    for (let first = 0; first < rowLength; first += screenBlock) {
      const weights = Array.from(row.subarray(first, Math.min(rowLength, first + screenBlock)));
      const q = weights.map((_, place) => view.getInt8(at + (place >> 4) * 64 + 16 * lane + (place & 15)));
      at += screenRows * weights.length;
      const scale = view.getFloat32(at + 4 * lane, true);
      const delta = view.getUint16(at + 16 + 2 * lane, true) / 4096;
      blocks.push({ weights, q, scale, delta, norm: view.getUint16(at + 24 + 2 * lane, true) / 32 });
      at += screenNormBytes;
    }
  }
  return blocks;
}

const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

describe('packScreen', () => {
  it.prop(
    [
      fc.record({
        kinds: fc.array(fc.constantFrom(...numberKinds), { minLength: 1, maxLength: 4 }),
        seed: fc.nat(10_000),
        inputs: fc.constantFrom(1, 15, 16, 17, 255, 256, 257, 300, 700),
        outputs: fc.constantFrom(1, 3, 4, 5, 9),
        precision: fc.constantFrom<SparsePrecision>('float32', 'bfloat16'),
      }),
    ],
    { seed: 18, numRuns: 150 },
  )('rounds to at most 127 steps, with norms rounded up by less than one unit', async (recipe) => {
    const { kinds, seed, inputs, outputs, precision } = recipe;
    for (const { weights, q, scale, delta, norm: stored } of await blocksOf(kinds, seed, inputs, outputs, precision)) {
      if (weights.some((weight) => !Number.isFinite(weight))) {
        expect(scale).toBeNaN();
        continue;
      }
      const largest = Math.max(...weights.map(Math.abs));
      expect(scale).toBe(Math.fround(Math.max(largest / 127, 2 ** -100)));
      const errors = norm(weights.map((weight, place) => weight - scale * (q[place] ?? 0))) / scale;
      expect(delta).toBeGreaterThanOrEqual(errors);
      expect(delta).toBeLessThan(errors + 1.001 / 4096);
      expect(stored).toBeGreaterThanOrEqual(norm(q));
      expect(stored).toBeLessThan(norm(q) + 1.001 / 32);
      // Rounded to nearest but for the rounding of the quotient.
      expect(
        Math.max(...weights.map((weight, place) => Math.abs(weight - scale * (q[place] ?? 0)))),
      ).toBeLessThanOrEqual(0.50001 * scale);
    }
  });
});
