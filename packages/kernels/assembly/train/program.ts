import { Layer, passRows, Program } from '../generated/training';

export {
  blockRows, blockTerms, domainAll, domainNegative, drawBytes, gateNone, gateReadsElement, gateReadsLayer, gateReadsNothing,
  granularityElement, granularityLayer, granularityUnit, Layer, lossSquaredError, passRows, positiveIdentity, positiveRelu, positiveSilu, Program, sparseUnits, useMix,
  useSample,
} from '../generated/training';

/**
 * The descriptor of a program: plain structures of 4-byte fields that TypeScript writes once (src/train/memory-plan.ts)
 * and every kernel reads. abi/training.mjs defines them, and abi/generate.mjs generates both sides. All pointers are
 * byte addresses in the program's own memory.
 *
 * Conventions of all buffers of the batch: [unit][row], float32, one unit every `stride` bytes (the batch size rounded
 * up to 32 rows, so that a Philox call of 32 words always fits):
 *
 *     unit 0   | row 0 1 2 3 | 4 5 6 7 | …            | n … padding | up to stride
 *     unit 1   | row 0 1 2 3 | …
 *
 * A pass of n rows works on `width` bytes of every unit: n rounded up to 16 rows. Padding rows get features of 0, and
 * every kernel that writes h, dh/dz or a gradient clears them, so that sums along the batch need no mask and padding
 * never affects a result.
 */
@inline
export function layerAt(program: Program, index: i32): Layer {
  return changetype<Layer>(program.layers + <usize>index * offsetof<Layer>());
}

/** Bytes of each unit that a pass of n rows works on: n rounded up to 16 rows. */
@inline
export function passWidth(rows: i32): usize {
  return <usize>((rows + (passRows - 1)) & ~(passRows - 1)) << 2;
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
