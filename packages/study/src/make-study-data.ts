import { DataArgumentError, makeClassification, trainTestSplit } from '@reluctant/data';
import type { StudyConfig } from './config/study-config.js';
import type { SharedSplit, StudyData } from './study-data.js';
import { StudyError } from './study-error.js';

/** The part of a configuration that decides the data. */
export type DataConfig = Omit<StudyConfig, 'strategies' | 'engines' | 'engine' | 'version'>;

/**
 * Makes the data set of a study as scikit-learn's `make_classification` and `train_test_split` do, both with `random_state` =
 * `data_seed`; features as float32, not standardised.
 *
 * @throws StudyError (usage) when the settings are impossible, in the words of the data package
 */
export function makeStudyData(config: DataConfig): StudyData {
  try {
    const { x, y } = makeClassification({
      nSamples: config.n_samples,
      nFeatures: config.n_features,
      nInformative: config.n_informative,
      nRedundant: config.n_redundant,
      nRepeated: config.n_repeated,
      nClasses: config.n_classes,
      nClustersPerClass: config.n_clusters_per_class,
      weights: config.weights,
      flipY: config.flip_y,
      classSep: config.class_sep,
      hypercube: config.hypercube,
      shift: config.shift,
      scale: config.scale,
      shuffle: config.shuffle,
      randomState: config.data_seed,
    });
    const { train, test } = trainTestSplit(config.n_samples, {
      testSize: config.test_size,
      randomState: config.data_seed,
    });
    return { train: gather(x, y, config.n_features, train), validation: gather(x, y, config.n_features, test) };
  } catch (error) {
    if (!(error instanceof DataArgumentError)) throw error;
    throw new StudyError(`--${settingOf(error.parameter)}: ${inSettings(error.message)}`, 'usage', { cause: error });
  }
}

/** The setting behind a parameter of the data package: nInformative → n_informative. */
function settingOf(parameter: string): string {
  return parameter === 'randomState' ? 'data_seed' : inSettings(parameter);
}

/** A sentence in which the parameters have the names of settings. */
function inSettings(sentence: string): string {
  return sentence.replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, (name) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function gather(x: Float64Array, y: Int32Array, width: number, rows: ArrayLike<number>): SharedSplit {
  const features = new Float32Array(new SharedArrayBuffer(rows.length * width * Float32Array.BYTES_PER_ELEMENT));
  const labels = new Int32Array(new SharedArrayBuffer(rows.length * Int32Array.BYTES_PER_ELEMENT));
  for (let row = 0; row < rows.length; row++) {
    const from = rows[row] ?? 0;
    features.set(x.subarray(from * width, (from + 1) * width), row * width);
    labels[row] = y[from] ?? 0;
  }
  return { features, labels, rows: rows.length };
}
