/** Ratios in three numbers. */
export interface RatioSpread {
  /** Geometric mean. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Geometric mean and range of ratios. */
export function spreadOf(ratios: readonly number[]): RatioSpread {
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  return { mean, least: Math.min(...ratios), most: Math.max(...ratios) };
}
