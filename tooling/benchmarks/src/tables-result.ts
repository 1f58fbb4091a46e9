import type { Machine } from './machine.js';

/** Scores on test rows. */
export type MetricName = 'accuracy' | 'logLoss' | 'rmse' | 'r2';

/** The scores of one model, division by division. */
export interface ModelScores {
  /** `relu`, `soft`, `mlp` or `boosting`. */
  readonly model: string;
  readonly scores: Readonly<Partial<Record<MetricName, readonly number[]>>>;
}

/** What the models reach on one table. */
export interface CaseQuality {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly rows: number;
  /** Features of the first division. */
  readonly features: number;
  /** 0 for a real target. */
  readonly classes: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Columns and classes that are left out, and why. */
  readonly notes: readonly string[];
  readonly models: readonly ModelScores[];
}

/** Seconds of one training, engine by engine. */
export interface EngineSeconds {
  readonly engine: string;
  /** Of the training alone, in a fresh process each. */
  readonly seconds: readonly number[];
}

/** The same training on every engine. */
export interface TrainingSeconds {
  readonly file: string;
  readonly rows: number;
  readonly features: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly engines: readonly EngineSeconds[];
}

/** Seconds of the parts of one program, repeat by repeat. */
export interface PartSeconds {
  readonly total: readonly number[];
  /** The parts of each repeat. */
  readonly parts: readonly Readonly<Record<string, number>>[];
  /** What read the file. */
  readonly reader: string;
}

/** One epoch over a large table with everything before it. */
export interface EpochSeconds {
  readonly rows: number;
  readonly features: number;
  readonly batchSize: number;
  /** One epoch, from Parquet. */
  readonly ours: PartSeconds;
  /** Half an epoch, from CSV. */
  readonly peer: PartSeconds;
}

/** One command over a large table. */
export interface LargeTableUse {
  readonly command: string;
  readonly seconds: number;
  /** The largest resident memory of its process. */
  readonly peakMiB: number;
}

/** Time and memory of large tables. */
export interface LargeTable {
  readonly rows: number;
  readonly columns: number;
  readonly fileMiB: number;
  readonly uses: readonly LargeTableUse[];
}

/** What `pnpm bench:tables` found; stored as tooling/benchmarks/results/tables.json. */
export interface TablesResult {
  readonly machine: Machine;
  readonly command: string;
  readonly splits: number;
  /** Versions of the peers. */
  readonly versions: Readonly<Record<string, string>>;
  /** Strategy of each model of ours. */
  readonly strategies: Readonly<Record<string, string>>;
  readonly quality: readonly CaseQuality[];
  readonly training: TrainingSeconds;
  readonly epoch: EpochSeconds;
  readonly large: LargeTable;
}
