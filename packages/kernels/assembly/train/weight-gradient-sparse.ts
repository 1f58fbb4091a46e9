import { multiplyAdd } from '../multiply-add';
import { transposeTile } from '../transpose';
import { inputStep } from './forward-sparse';
import { Layer, Program, sparseUnits } from './program';
import { storeLanes } from './store-lanes';

/**
 * gradient[o][i] = Σ_b delta[o][b]·x[i][b] of sparse rows, row-major [units, inputs]: every entry adds its value times
 * dL/dz of its row to the sums of its column.
 *
 *     inputMajor  the sums: [input][units rounded up to 16], transposed to the gradient at the end
 *     rowTile     dL/dz of 4 rows: [4 rows][16 units], transposed from [unit][row]
 *
 * Method: 16 units of one row stay in four registers while the loop runs over its entries. Rows are added in ascending
 * order from 0. Up to 256 rows weight-gradient-blocked.ts does the same, and the bits are equal; for more rows it adds
 * blocks of them at the edges of the matrix, and weight-gradient-narrow.ts adds every fourth row separately, so that
 * these differ by rounding.
 */
export function weightGradientSparse(program: Program, layer: Layer, delta: usize, width: usize): void {
  const sums = program.inputMajor;
  const step = inputStep(layer);
  memory.fill(sums, 0, <usize>layer.inputs * step);
  for (let b: usize = 0; b < width; b += 16) {
    for (let o = 0; o < layer.units; o += sparseUnits) addRows(program, layer, delta, b, o, step);
  }
  storeTransposed(layer, sums, step, program.rowTile);
}

/**
 * Adds the entries of the four rows from `b` on for 16 units from `o` on. Sums of units beyond the last are not read.
 */
@inline
function addRows(program: Program, layer: Layer, delta: usize, b: usize, o: i32, step: usize): void {
  const stride = <usize>program.stride;
  const tile = program.rowTile;
  const columns = program.columns;
  const values = program.values;
  const sums = program.inputMajor + (<usize>o << 2);
  let d = delta + <usize>o * stride + b;
  const tileEnd = tile + (<usize>min(sparseUnits, layer.units - o) << 2);
  for (let place = tile; place < tileEnd; place += 16) {
    transposeTile(v128.load(d), v128.load(d + stride), v128.load(d + 2 * stride), v128.load(d + 3 * stride), place, 64);
    d += stride << 2;
  }
  for (let row: usize = 0; row < 4; row++) {
    const own = tile + (row << 6);
    const d0 = v128.load(own);
    const d1 = v128.load(own, 16);
    const d2 = v128.load(own, 32);
    const d3 = v128.load(own, 48);
    const place = b + (row << 2);
    const end = <usize>load<u32>(program.entryEnd + place);
    for (let e = <usize>load<u32>(program.entryFirst + place); e < end; e += 4) {
      const sum = sums + <usize>load<u32>(columns + e) * step;
      const x = v128.load32_splat(values + e);
      v128.store(sum, multiplyAdd(d0, x, v128.load(sum)));
      v128.store(sum, multiplyAdd(d1, x, v128.load(sum, 16)), 16);
      v128.store(sum, multiplyAdd(d2, x, v128.load(sum, 32)), 32);
      v128.store(sum, multiplyAdd(d3, x, v128.load(sum, 48)), 48);
    }
  }
}

/**
 * [input][unit] → row-major [units, inputs], in 4×4 tiles. Of a tile that extends beyond the edge of the matrix only
 * the part inside is copied.
 */
function storeTransposed(layer: Layer, sums: usize, step: usize, tile: usize): void {
  const inputs = layer.inputs;
  const rowStep = <usize>inputs << 2;
  for (let o = 0; o < layer.units; o += 4) {
    const rows = min(4, layer.units - o);
    let from = sums + (<usize>o << 2);
    let out = layer.weightGradient + <usize>o * rowStep;
    for (let i = 0; i < inputs; i += 4) {
      transposeTile(v128.load(from), v128.load(from + step), v128.load(from + 2 * step), v128.load(from + 3 * step), tile, 16);
      let place = out;
      for (let row = 0; row < rows; row++) {
        storeLanes(place, v128.load(tile + (<usize>row << 4)), inputs - i);
        place += rowStep;
      }
      from += step << 2;
      out += 16;
    }
  }
}
