import { transposeTile } from '../transpose';
import { lossSquaredError, Program } from './program';

/**
 * Gathers the rows of a batch and transposes them to [input][row], and their targets: labels, or values to
 * [output][row].
 *
 *     features (row-major, featureStride bytes)      x (stride bytes)
 *     row rows[b]   | f0 f1 f2 f3 | f4 …      →      input 0 | b b+1 b+2 b+3 | …
 *     row rows[b+1] | f0 f1 f2 f3 | f4 …             input 1 | b b+1 b+2 b+3 | …
 *
 * Method: 4×4 tiles, four rows and four features at a time. Rows from `count` up to the width of the pass are zeros.
 *
 * Of sparse rows nothing is copied but the place of their entries, because the first layer reads them where they are.
 *
 * @param features - of sparse rows the values of the entries
 * @param starts - the entry at which each sparse row begins; 0 = the rows are dense
 * @param columns - the column of each entry; 0 = the rows are dense
 * @param rows - indices of the rows, or 0 to take the rows first, first + 1, …
 */
export function gather(
  program: Program,
  features: usize,
  starts: usize,
  columns: usize,
  targets: usize,
  rows: usize,
  first: i32,
  count: i32,
  width: usize,
): void {
  const padded = <i32>(width >> 2);
  program.columns = columns;
  program.values = features;
  if (columns) placeEntries(program, starts, rows, first, count, padded);
  else gatherFeatures(program, features, rows, first, count, padded);
  gatherTargets(program, targets, rows, first, count, padded);
}

function placeEntries(program: Program, starts: usize, rows: usize, first: i32, count: i32, padded: i32): void {
  for (let b = 0; b < padded; b++) {
    const place = <usize>b << 2;
    const start = starts + (b < count ? rowIndex(rows, first, b) << 2 : 0);
    const entry = load<u32>(start);
    store<u32>(program.entryFirst + place, entry << 2);
    store<u32>(program.entryEnd + place, (b < count ? load<u32>(start, 4) : entry) << 2);
  }
}

function gatherFeatures(program: Program, features: usize, rows: usize, first: i32, count: i32, padded: i32): void {
  const featureStride = <usize>program.featureStride;
  const stride = <usize>program.stride;
  const tiles = featureStride >> 4;
  for (let b = 0; b < padded; b += 4) {
    let r0 = rowAddress(program, features, rows, first, b, count);
    let r1 = rowAddress(program, features, rows, first, b + 1, count);
    let r2 = rowAddress(program, features, rows, first, b + 2, count);
    let r3 = rowAddress(program, features, rows, first, b + 3, count);
    let out = program.x + (<usize>b << 2);
    for (let tile: usize = 0; tile < tiles; tile++) {
      transposeTile(v128.load(r0), v128.load(r1), v128.load(r2), v128.load(r3), out, stride);
      r0 += 16;
      r1 += 16;
      r2 += 16;
      r3 += 16;
      out += 4 * stride;
    }
  }
}

function gatherTargets(program: Program, targets: usize, rows: usize, first: i32, count: i32, padded: i32): void {
  const stride = <usize>program.stride;
  // Labels are int32 and values float32: both are copied as four bytes.
  const perRow: usize = program.loss == lossSquaredError ? <usize>program.outputs : 1;
  for (let target: usize = 0; target < perRow; target++) {
    const out = program.targets + target * stride;
    const from = targets + (target << 2);
    for (let b = 0; b < count; b++) {
      const index = rowIndex(rows, first, b);
      store<i32>(out + (<usize>b << 2), load<i32>(from + ((index * perRow) << 2)));
    }
    for (let b = count; b < padded; b++) store<i32>(out + (<usize>b << 2), 0);
  }
}

@inline
function rowIndex(rows: usize, first: i32, b: i32): usize {
  return rows == 0 ? <usize>(first + b) : <usize>load<u32>(rows + (<usize>(first + b) << 2));
}

@inline
function rowAddress(program: Program, features: usize, rows: usize, first: i32, b: i32, count: i32): usize {
  return b < count ? features + rowIndex(rows, first, b) * <usize>program.featureStride : program.zeroRow;
}
