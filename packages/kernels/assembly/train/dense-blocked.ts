import { packRows } from './pack-rows';
import { panelTerm, productBlock } from './product-block';
import { blockTerms, Layer, Program } from './program';

/**
 * Products of wide layers, packed and blocked for throughput near the SIMD limit at any width.
 *
 * For each block of up to 256 terms:
 *
 *     panels  the inputs of all rows, in panels of 8 rows: [panel][term][8], packed once per block of terms
 *     packed  the weights of 16 outputs: [4 outputs] after [4 outputs], each [term][4]
 *
 * and each group of 16 outputs runs over all panels. Outputs are computed in fours: up to three rows beyond the last
 * output get meaningless values, which every buffer of the batch has room for and no kernel reads.
 */

/** z[o][b] = bias[o] + Σₖ w[o][k]·x[k][b] of one layer; w row-major [units, inputs]. */
export function forwardBlocked(program: Program, layer: Layer, x: usize, width: usize): void {
  const stride = <usize>program.stride;
  const panels = program.panels;
  const packed = program.packed;
  const inputs = layer.inputs;
  const units = layer.units;
  const rowStep = <usize>inputs << 2;
  for (let first = 0; first < inputs; first += blockTerms) {
    const terms = min(blockTerms, inputs - first);
    packPanels(panels, x + <usize>first * stride, terms, stride, width);
    let place = layer.z;
    let w = layer.weight + (<usize>first << 2);
    for (let o = 0; o < units; o += 16) {
      const blocks = min(4, (units - o + 3) >> 2);
      packRows(packed, w, blocks, terms, rowStep);
      overPanels(place, stride, packed, blocks, panels, terms, width, layer.bias + (<usize>o << 2), first > 0);
      place += stride << 4;
      w += rowStep << 4;
    }
  }
}

/** out[i][b] = Σₒ w[o][i]·delta[o][b]: the gradient of a layer's inputs. */
export function inputGradientBlocked(program: Program, layer: Layer, out: usize, delta: usize, width: usize): void {
  const stride = <usize>program.stride;
  const panels = program.panels;
  const packed = program.packed;
  const inputs = layer.inputs;
  const units = layer.units;
  const rowStep = <usize>inputs << 2;
  for (let first = 0; first < units; first += blockTerms) {
    const terms = min(blockTerms, units - first);
    packPanels(panels, delta + <usize>first * stride, terms, stride, width);
    let place = out;
    const rows = layer.weight + <usize>first * rowStep;
    // Sixteen columns are one cache line of each row of w.
    for (let i = 0; i < inputs; i += 16) {
      packColumns(packed, rows + (<usize>i << 2), terms, rowStep);
      const blocks = min(4, (inputs - i + 3) >> 2);
      overPanels(place, stride, packed, blocks, panels, terms, width, 0, first > 0);
      place += stride << 4;
    }
  }
}

/** `blocks` times four outputs over all rows. A panel and the weights of all blocks stay in the first-level cache. */
export function overPanels(
  out: usize,
  stride: usize,
  packed: usize,
  blocks: i32,
  panel: usize,
  terms: i32,
  width: usize,
  bias: usize,
  resume: bool,
): void {
  const blockBytes = <usize>terms << 4;
  const end = packed + <usize>blocks * blockBytes;
  for (let b: usize = 0; b < width; b += panelTerm) {
    let place = out + b;
    let start = bias;
    for (let a = packed; a < end; a += blockBytes) {
      productBlock(place, stride, a, panel, terms, start, resume);
      place += stride << 2;
      if (bias) start += 16;
    }
    panel += <usize>terms * panelTerm;
  }
}

/** [term][row] → [panel][term][8]. */
function packPanels(panels: usize, x: usize, terms: i32, stride: usize, width: usize): void {
  const panelBytes = <usize>terms * panelTerm;
  for (let k = 0; k < terms; k++) {
    let place = panels;
    for (let b: usize = 0; b < width; b += panelTerm) {
      v128.store(place, v128.load(x + b));
      v128.store(place, v128.load(x + b, 16), 16);
      place += panelBytes;
    }
    panels += panelTerm;
    x += stride;
  }
}

/** Sixteen columns of w → four blocks [term][4]; reads up to fifteen columns beyond the last. */
function packColumns(packed: usize, w: usize, terms: i32, rowStep: usize): void {
  const blockBytes = <usize>terms << 4;
  const second = packed + blockBytes;
  const third = second + blockBytes;
  const fourth = third + blockBytes;
  for (let place: usize = 0; place < blockBytes; place += 16) {
    v128.store(packed + place, v128.load(w));
    v128.store(second + place, v128.load(w, 16));
    v128.store(third + place, v128.load(w, 32));
    v128.store(fourth + place, v128.load(w, 48));
    w += rowStep;
  }
}
