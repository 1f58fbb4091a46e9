import { multiplyAdd } from '../multiply-add';
import { transposeTile } from '../transpose';
import { Layer, Program, sparseUnits } from './program';

/**
 * z[o][b] = bias[o] + Σₑ w[o][column(e)]·value(e) over the entries e of row b: the first layer of sparse rows.
 *
 *     columns, values  | entries of row 0 | entries of row 1 | …   columns ascending within a row, 4 bytes each
 *     inputMajor       [input][units rounded up to 16]: the transposed weights, so that an entry reads one run of them
 *     rowTile          [4 rows][16 units]
 *
 * Method: 16 units of one row stay in four registers while the loop runs over its entries; four rows at a time are then
 * transposed to [unit][row]. A one-hot column of k categories costs one term instead of k.
 *
 * Terms are added to the bias in ascending order, as in the dense products, which add w·0 for every other input. So z
 * has the bits of the dense products if the weights are finite, but for the sign of a zero.
 */
export function forwardSparse(program: Program, layer: Layer, width: usize): void {
  const stride = <usize>program.stride;
  const units = layer.units;
  const step = inputStep(layer);
  const tile = program.rowTile;
  transposeWeights(program.inputMajor, layer, step);
  for (let b: usize = 0; b < width; b += 16) {
    for (let o = 0; o < units; o += sparseUnits) {
      const offset = <usize>o << 2;
      for (let row: usize = 0; row < 4; row++) {
        const place = b + (row << 2);
        sumEntries(
          tile + (row << 6),
          program.inputMajor + offset,
          step,
          layer.bias + offset,
          program.columns,
          program.values,
          <usize>load<u32>(program.entryFirst + place),
          <usize>load<u32>(program.entryEnd + place),
        );
      }
      let out = layer.z + <usize>o * stride + b;
      const end = tile + (<usize>min(sparseUnits, units - o) << 2);
      for (let from = tile; from < end; from += 16) {
        transposeTile(v128.load(from), v128.load(from, 64), v128.load(from, 128), v128.load(from, 192), out, stride);
        out += stride << 2;
      }
    }
  }
}

/** Bytes from one input to the next in `inputMajor`. */
@inline
export function inputStep(layer: Layer): usize {
  return <usize>((layer.units + sparseUnits - 1) & ~(sparseUnits - 1)) << 2;
}

/** Sixteen units of one row: bias + Σ w·value. Reads up to fifteen numbers beyond the bias of the last unit. */
@inline
function sumEntries(
  out: usize,
  weights: usize,
  step: usize,
  bias: usize,
  columns: usize,
  values: usize,
  first: usize,
  end: usize,
): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  let s2 = v128.load(bias, 32);
  let s3 = v128.load(bias, 48);
  for (let e = first; e < end; e += 4) {
    const w = weights + <usize>load<u32>(columns + e) * step;
    const x = v128.load32_splat(values + e);
    s0 = multiplyAdd(v128.load(w), x, s0);
    s1 = multiplyAdd(v128.load(w, 16), x, s1);
    s2 = multiplyAdd(v128.load(w, 32), x, s2);
    s3 = multiplyAdd(v128.load(w, 48), x, s3);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/**
 * Row-major weights [units, inputs] → [input][unit], in 4×4 tiles. Tiles that extend beyond the edge of the matrix read
 * up to three rows beyond it, and write up to three inputs that no entry has and units that no kernel reads.
 */
function transposeWeights(out: usize, layer: Layer, step: usize): void {
  const rowStep = <usize>layer.inputs << 2;
  for (let o = 0; o < layer.units; o += 4) {
    let w = layer.weight + <usize>o * rowStep;
    let place = out + (<usize>o << 2);
    for (let i = 0; i < layer.inputs; i += 4) {
      transposeTile(
        v128.load(w),
        v128.load(w + rowStep),
        v128.load(w + 2 * rowStep),
        v128.load(w + 3 * rowStep),
        place,
        step,
      );
      w += 16;
      place += step << 2;
    }
  }
}
