import type {
  domainCodes,
  gateCodes,
  granularityCodes,
  lossCodes,
  positiveCodes,
  useCodes,
} from '../generated/training-abi.js';

/**
 * Sparse features as compressed rows (CSR), as SciPy's `csr_matrix` has them: only entries are stored, every other
 * feature is 0. The entries of row r are `starts[r]` … `starts[r + 1] − 1`.
 */
export interface SparseFeatures {
  /**
   * The first entry of each row and, last, the number of entries: rows + 1 numbers, the first one 0. SciPy's `indptr`.
   */
  readonly starts: Uint32Array;
  /** The feature of each entry, from 0, ascending within a row. SciPy's `indices`. */
  readonly columns: Uint32Array;
  /** The value of each entry. SciPy's `data`. */
  readonly values: Float32Array;
}

/** Rows with labels, or with values for squared error: float32 features, row-major [rows, inputs] or sparse. */
export interface KernelRows {
  readonly features: Float32Array | SparseFeatures;
  /** Classes, from 0, for cross-entropy. */
  readonly labels?: Int32Array;
  /** Values, row-major [rows, outputs], for squared error. */
  readonly targets?: Float32Array;
  readonly rows: number;
}

/** Rows that are not sparse. */
export interface DenseRows extends KernelRows {
  readonly features: Float32Array;
}

/** A gate: one small net per hidden layer that decides the share of ReLU; with `reads: 'none'` only its logits. */
export interface KernelGate {
  readonly reads: Exclude<keyof typeof gateCodes, 'absent'>;
  /** Has no effect with `reads: 'none'`. */
  readonly hidden: number;
  readonly tau: number;
}

/** Everything that is fixed when memory is laid out. Only numbers, independent of strategies and model classes. */
export interface TrainingShape {
  readonly inputs: number;
  /** Units of every dense layer; the last one gives the logits, or values with squared error. */
  readonly units: readonly number[];
  /** Maximum number of rows of a batch. */
  readonly batchSize: number;
  /** How a share of ReLU is used. */
  readonly use: keyof typeof useCodes;
  readonly domain: keyof typeof domainCodes;
  readonly positive: keyof typeof positiveCodes;
  readonly granularity: keyof typeof granularityCodes;
  readonly gate?: KernelGate;
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  /**
   * Softmax cross-entropy of labels, or squared error of values, the mean over rows and outputs. Default
   * `cross_entropy`.
   */
  readonly loss?: keyof typeof lossCodes;
  /**
   * Weight of each class in the cross-entropy of training, Σ w·l / Σ w; evaluations are unweighted. Default: all equal.
   */
  readonly classWeights?: Float32Array;
  /** Weight of the mean absolute hidden post-activation, summed over hidden layers. Default 0. */
  readonly l1?: number;
  /**
   * Probability in [0, 1) with which a hidden post-activation is dropped, in training and in evaluations. Default 0.
   */
  readonly dropout?: number;
  /** Key of all draws: unsigned 32-bit integers. */
  readonly key: { readonly seed: number; readonly run: number };
  /** Levels in [0, 1], ascending, of the quantiles of the gate's shares that an evaluation reports. Default none. */
  readonly shareQuantiles?: readonly number[];
  readonly train: KernelRows;
  readonly sets: Readonly<Record<string, KernelRows>>;
}

/** The part of a {@link TrainingShape} that decides how much memory it takes: of its rows only their number. */
export interface TrainingSize extends Omit<TrainingShape, 'train' | 'sets'> {
  readonly train: RowsSize;
  readonly sets: Readonly<Record<string, RowsSize>>;
}

/** How much memory rows take. */
export interface RowsSize {
  readonly rows: number;
  /** Entries of sparse rows; absent for dense rows. */
  readonly entries?: number;
}

/** The size of some rows. */
export function rowsSize({ rows, features }: KernelRows): RowsSize {
  return 'starts' in features ? { rows, entries: features.columns.length } : { rows };
}
