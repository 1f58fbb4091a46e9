import { transposeTile } from '../transpose';
import { overPanels } from './dense-blocked';
import { packRows } from './pack-rows';
import { panelTerm, productBlock } from './product-block';
import { blockTerms, Layer, Program } from './program';

/**
 * gradient[o][i] = Σ_b delta[o][b]·x[i][b] of wide layers, row-major [units, inputs]: the blocked product whose terms
 * are the rows.
 *
 * For each block of up to 256 rows:
 *
 *     panels  the inputs, in panels of 8: [panel][row][8 inputs], transposed once per block of rows
 *     packed  dL/dz of 16 outputs: [4 outputs] after [4 outputs], each [row][4]
 *
 * Blocks that extend beyond the edge of the matrix (fewer than 4 outputs or 8 inputs) are computed in `program.tile`,
 * and only the part inside the matrix is copied.
 */
export function weightGradientBlocked(program: Program, layer: Layer, delta: usize, x: usize, width: usize): void {
  const stride = <usize>program.stride;
  const panels = program.panels;
  const packed = program.packed;
  const tile = program.tile;
  const inputs = layer.inputs;
  const units = layer.units;
  const rowStep = <usize>inputs << 2;
  const whole = <usize>(inputs & ~7) << 2;
  for (let first: usize = 0; first < width; first += blockTerms << 2) {
    const rows = <i32>(min(<usize>blockTerms << 2, width - first) >> 2);
    packInputs(panels, x + first, inputs, rows, stride);
    let out = layer.weightGradient;
    let d = delta + first;
    for (let o = 0; o < units; o += 16) {
      const count = min(16, units - o);
      packRows(packed, d, (count + 3) >> 2, rows, stride);
      overPanels(out, rowStep, packed, count >> 2, panels, rows, whole, 0, first > 0);
      for (let block = 0; block < count; block += 4) {
        for (let i = block + 4 > count ? 0 : inputs & ~7; i < inputs; i += 8) {
          const panel = panels + <usize>i * (<usize>rows << 2);
          productBlock(tile, panelTerm, packed + <usize>block * (<usize>rows << 2), panel, rows, 0, false);
          const place = out + <usize>block * rowStep + (<usize>i << 2);
          addTile(place, rowStep, tile, min(4, count - block), min(8, inputs - i), first > 0);
        }
      }
      out += rowStep << 4;
      d += stride << 4;
    }
  }
}

/** [input][row] → [panel][row][8 inputs]; a last panel of at most 4 inputs leaves its other half unchanged. */
function packInputs(panels: usize, x: usize, inputs: i32, rows: i32, stride: usize): void {
  const end = <usize>rows << 2;
  for (let i = 0; i < inputs; i += 4) {
    // Two fours of inputs share a panel.
    let place = panels + ((i & 4) ? 16 : 0);
    for (let b: usize = 0; b < end; b += 16) {
      const at = x + b;
      transposeTile(
        v128.load(at),
        v128.load(at + stride),
        v128.load(at + 2 * stride),
        v128.load(at + 3 * stride),
        place,
        panelTerm,
      );
      place += panelTerm << 2;
    }
    if (i & 4) panels += end << 3;
    x += stride << 2;
  }
}

/** Copies (or adds, with `onto`) the first `columns` of the first `count` rows of a 4×8 tile. */
function addTile(out: usize, rowStep: usize, tile: usize, count: i32, columns: i32, onto: bool): void {
  for (let o = 0; o < count; o++) {
    for (let i: usize = 0; i < <usize>columns << 2; i += 4) {
      const value = load<f32>(tile + i);
      store<f32>(out + i, onto ? load<f32>(out + i) + value : value);
    }
    out += rowStep;
    tile += panelTerm;
  }
}
