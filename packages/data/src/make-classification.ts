import { RandomState } from '@reluctant/random';
import {
  type ClassificationOptions,
  type ResolvedClassificationOptions,
  resolveClassificationOptions,
} from './classification-options.js';
import { hypercubeCorners } from './hypercube-corners.js';
import { multiplyRows } from './matrix.js';
import { seededState } from './seeded-state.js';

/** Synthetic rows and their labels. */
export interface Classification {
  /** Features, row-major [nSamples, nFeatures], float64. */
  readonly x: Float64Array;
  /** Class of each row. */
  readonly y: Int32Array;
  readonly nSamples: number;
  readonly nFeatures: number;
}

/**
 * scikit-learn 1.2's `make_classification` (Guyon's Madelon generator), draw for draw: labels and orders identical,
 * features identical after rounding to float32 and within 1e−13 relative in float64 (scikit-learn's own last bits
 * depend on its BLAS).
 *
 * @throws ReluctantError where scikit-learn raises ValueError, and for an unknown option
 */
export function makeClassification(options: ClassificationOptions = {}): Classification {
  const resolved = resolveClassificationOptions(options);
  const generator = seededState(resolved.randomState, RandomState);
  const { nSamples, nFeatures, nClasses, flipY, shift, scale, classSep } = resolved;
  const { x, y } = drawClusters(resolved, generator);
  addDerivedColumns(x, resolved, generator);
  if (flipY >= 0) {
    const flipped = generator.randomSample(nSamples);
    for (let row = 0; row < nSamples; row++) {
      if ((flipped[row] ?? 1) < flipY) y[row] = generator.randint(0, nClasses);
    }
  }
  const shifts = perFeature(shift, nFeatures, () =>
    generator.randomSample(nFeatures).map((u) => (2 * u - 1) * classSep),
  );
  const scales = perFeature(scale, nFeatures, () => generator.randomSample(nFeatures).map((u) => 1 + 100 * u));
  for (let at = 0; at < x.length; at++) {
    x[at] = ((x[at] ?? 0) + (shifts[at % nFeatures] ?? 0)) * (scales[at % nFeatures] ?? 1);
  }
  return resolved.shuffle ? shuffled(x, y, resolved, generator) : { x, y, nSamples, nFeatures };
}

/**
 * Informative columns: normals, one random linear map and one corner per cluster. Clusters are assigned to the classes
 * in turn.
 */
function drawClusters(
  options: ResolvedClassificationOptions,
  generator: RandomState,
): { x: Float64Array; y: Int32Array } {
  const { nSamples, nFeatures, nInformative, nClasses, nClustersPerClass, weights, classSep } = options;
  const clusters = nClasses * nClustersPerClass;
  const sizes = Array.from({ length: clusters }, (_, cluster) =>
    Math.trunc((nSamples * (weights[cluster % nClasses] ?? 0)) / nClustersPerClass),
  );
  const missing = nSamples - sizes.reduce((sum, size) => sum + size, 0);
  for (let extra = 0; extra < missing; extra++) {
    sizes[extra % clusters] = (sizes[extra % clusters] ?? 0) + 1;
  }
  const centroids = hypercubeCorners(clusters, nInformative, generator).map((bit) => bit * (2 * classSep) - classSep);
  if (!options.hypercube) {
    const rowFactors = generator.randomSample(clusters);
    const columnFactors = generator.randomSample(nInformative);
    for (let at = 0; at < centroids.length; at++) {
      const scaled = (centroids[at] ?? 0) * (rowFactors[Math.floor(at / nInformative)] ?? 0);
      centroids[at] = scaled * (columnFactors[at % nInformative] ?? 0);
    }
  }
  const x = new Float64Array(nSamples * nFeatures);
  const y = new Int32Array(nSamples);
  setColumns(x, nFeatures, 0, generator.standardNormal(nSamples * nInformative), nInformative);
  let end = 0;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const start = sliceBound(end, nSamples);
    end += sizes[cluster] ?? 0;
    const stop = Math.max(start, sliceBound(end, nSamples));
    const map = generator.randomSample(nInformative * nInformative).map((u) => 2 * u - 1);
    const shape = { count: stop - start, inner: nInformative, stride: nFeatures, offset: start * nFeatures };
    const mapped = multiplyRows(x, shape, map, nInformative);
    for (let row = start; row < stop; row++) {
      y[row] = cluster % nClasses;
      for (let column = 0; column < nInformative; column++) {
        const value = mapped[(row - start) * nInformative + column] ?? 0;
        x[row * nFeatures + column] = value + (centroids[cluster * nInformative + column] ?? 0);
      }
    }
  }
  return { x, y };
}

/**
 * The start or end index of a Python slice of `rows` rows. It matters for weights such as [1.2], whose last share is
 * −0.2: a negative cluster size moves the end back, later clusters overwrite rows, and an end below zero counts from
 * the last row.
 */
function sliceBound(index: number, rows: number): number {
  return index < 0 ? Math.max(0, index + rows) : Math.min(index, rows);
}

/** Writes row-major `block` [rows, width] into the columns of x, starting at column `first`. */
function setColumns(x: Float64Array, nFeatures: number, first: number, block: Float64Array, width: number): void {
  for (let row = 0; row * nFeatures < x.length; row++) {
    x.set(block.subarray(row * width, (row + 1) * width), row * nFeatures + first);
  }
}

/** Redundant, repeated and noise columns, in this order. */
function addDerivedColumns(x: Float64Array, options: ResolvedClassificationOptions, generator: RandomState): void {
  const { nSamples, nFeatures, nInformative, nRedundant, nRepeated, nUseless } = options;
  if (nRedundant > 0) {
    const map = generator.randomSample(nInformative * nRedundant).map((u) => 2 * u - 1);
    const shape = { count: nSamples, inner: nInformative, stride: nFeatures, offset: 0 };
    setColumns(x, nFeatures, nInformative, multiplyRows(x, shape, map, nRedundant), nRedundant);
  }
  if (nRepeated > 0) {
    const known = nInformative + nRedundant;
    const sources = generator.randomSample(nRepeated).map((u) => Math.trunc((known - 1) * u + 0.5));
    for (let row = 0; row < nSamples; row++) {
      for (let repeat = 0; repeat < nRepeated; repeat++) {
        x[row * nFeatures + known + repeat] = x[row * nFeatures + (sources[repeat] ?? 0)] ?? 0;
      }
    }
  }
  if (nUseless > 0) {
    setColumns(x, nFeatures, nFeatures - nUseless, generator.standardNormal(nSamples * nUseless), nUseless);
  }
}

function perFeature(
  given: number | readonly number[] | null,
  nFeatures: number,
  draw: () => Float64Array,
): ArrayLike<number> {
  if (given === null) return draw();
  return typeof given === 'number' ? new Float64Array(nFeatures).fill(given) : given;
}

function shuffled(
  x: Float64Array,
  y: Int32Array,
  { nSamples, nFeatures }: ResolvedClassificationOptions,
  generator: RandomState,
): Classification {
  const rows = generator.permutation(nSamples);
  const columns = generator.permutation(nFeatures);
  const out = new Float64Array(x.length);
  for (let row = 0; row < nSamples; row++) {
    for (let column = 0; column < nFeatures; column++) {
      out[row * nFeatures + column] = x[(rows[row] ?? 0) * nFeatures + (columns[column] ?? 0)] ?? 0;
    }
  }
  return { x: out, y: Int32Array.from(rows, (row) => y[row] ?? 0), nSamples, nFeatures };
}
