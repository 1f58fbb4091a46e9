import { invalidOption, option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import type { RandomState } from '@reluctant/random';

/** Options of `makeClassification`: scikit-learn 1.2's, in camelCase, with its defaults. */
export interface ClassificationOptions {
  /** Number of rows. Default 100. */
  readonly nSamples?: number;
  /** Number of columns: informative, redundant, repeated, and noise for the rest. Default 20. */
  readonly nFeatures?: number;
  /** Columns in which the clusters differ. Default 2. */
  readonly nInformative?: number;
  /** Random linear combinations of the informative columns. Default 2. */
  readonly nRedundant?: number;
  /** Copies, drawn with replacement, of informative and redundant columns. Default 0. */
  readonly nRepeated?: number;
  /** Default 2. */
  readonly nClasses?: number;
  /** Default 2. */
  readonly nClustersPerClass?: number;
  /**
   * Share of each class; the last may be omitted. If the sum exceeds 1, rows beyond nSamples are dropped. Default:
   * equal shares.
   */
  readonly weights?: readonly number[] | null;
  /** Share of rows whose label is redrawn at random. Below 0 none. Default 0.01. */
  readonly flipY?: number;
  /** Half the edge of the hypercube. Default 1. */
  readonly classSep?: number;
  /** Clusters on the corners of a hypercube (true, default) or of a random polytope. */
  readonly hypercube?: boolean;
  /**
   * Added to every feature before scaling: one number for all, one per feature, or null to draw within ±classSep.
   * Default 0.
   */
  readonly shift?: number | readonly number[] | null;
  /** Multiplies every feature: one number for all, one per feature, or null to draw in [1, 101). Default 1. */
  readonly scale?: number | readonly number[] | null;
  /** Shuffle rows and columns. Default true. */
  readonly shuffle?: boolean;
  /** A seed in [0, 2^32), or a generator to continue. Default null, as in scikit-learn: different data at each call. */
  readonly randomState?: number | RandomState | null;
}

const checkOptions = optionCheck<ClassificationOptions>('makeClassification', {
  nSamples: true,
  nFeatures: true,
  nInformative: true,
  nRedundant: true,
  nRepeated: true,
  nClasses: true,
  nClustersPerClass: true,
  weights: true,
  flipY: true,
  classSep: true,
  hypercube: true,
  shift: true,
  scale: true,
  shuffle: true,
  randomState: true,
});

/** All options, validated, with defaults filled in. */
export type ResolvedClassificationOptions = Required<ClassificationOptions> & {
  /** One share per class. */
  readonly weights: readonly number[];
  /** Columns of pure noise. */
  readonly nUseless: number;
};

/**
 * Fills in scikit-learn's defaults and validates as scikit-learn does.
 *
 * @throws ReluctantError naming the option
 */
export function resolveClassificationOptions(options: ClassificationOptions): ResolvedClassificationOptions {
  checkOptions(options);
  const resolved = {
    nSamples: 100,
    nFeatures: 20,
    nInformative: 2,
    nRedundant: 2,
    nRepeated: 0,
    nClasses: 2,
    nClustersPerClass: 2,
    weights: null,
    flipY: 0.01,
    classSep: 1,
    hypercube: true,
    shift: 0,
    scale: 1,
    shuffle: true,
    randomState: null,
    // An option that is present but undefined takes its default: callers in JavaScript pass such options on.
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  } as Required<ClassificationOptions>;
  const { nFeatures, nInformative, nRedundant, nRepeated, nClasses, nClustersPerClass } = resolved;
  const counts = {
    nSamples: 1,
    nFeatures: 1,
    nInformative: 1,
    nRedundant: 0,
    nRepeated: 0,
    nClasses: 1,
    nClustersPerClass: 1,
  };
  for (const [name, least] of Object.entries(counts)) {
    const value = resolved[name as keyof typeof counts];
    if (!Number.isSafeInteger(value) || value < least) {
      throw invalidOption(name, `a whole number of at least ${least}`, value);
    }
  }
  for (const name of ['flipY', 'classSep'] as const) {
    if (!Number.isFinite(resolved[name])) {
      throw invalidOption(name, 'a finite number', resolved[name]);
    }
  }
  if (nInformative + nRedundant + nRepeated > nFeatures) {
    const sum = `informative, redundant and repeated features (${nInformative} + ${nRedundant} + ${nRepeated})`;
    const message = sentence`${sum} must not exceed ${option('nFeatures')}, got ${nFeatures}`;
    throw new ReluctantError('invalid-option', message, { path: ['nFeatures'], received: nFeatures });
  }
  if (nInformative < Math.log2(nClasses * nClustersPerClass)) {
    const product = sentence`${option('nClasses')} (${nClasses}) * ${option('nClustersPerClass')} (${nClustersPerClass})`;
    const informative = option('nInformative');
    const message = sentence`${product} must be at most 2**${informative}, got ${informative} ${nInformative} (${2 ** nInformative})`;
    throw new ReluctantError('invalid-option', message, { path: ['nInformative'], received: nInformative });
  }
  for (const name of ['shift', 'scale'] as const) {
    const value = resolved[name];
    if (value !== null && typeof value !== 'number' && value.length !== nFeatures) {
      const message = sentence`${option(name)} must have one number per feature (${nFeatures}), got ${value.length}`;
      throw new ReluctantError('invalid-option', message, { path: [name], received: value });
    }
  }
  return {
    ...resolved,
    weights: resolveWeights(resolved.weights, nClasses),
    nUseless: nFeatures - nInformative - nRedundant - nRepeated,
  };
}

function resolveWeights(weights: readonly number[] | null, nClasses: number): readonly number[] {
  if (weights === null) return Array.from({ length: nClasses }, () => 1 / nClasses);
  if (weights.length !== nClasses && weights.length !== nClasses - 1) {
    const message = sentence`${option('weights')} must have one share per class (${nClasses}) or leave out the last, got ${weights.length}`;
    throw new ReluctantError('invalid-option', message, { path: ['weights'], received: weights });
  }
  if (weights.length === nClasses) return weights;
  return [...weights, 1 - weights.reduce((sum, weight) => sum + weight, 0)];
}
