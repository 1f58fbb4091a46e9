/**
 * The purpose of a draw. Its number is part of the Philox counter, so draws for different purposes are independent.
 *
 * The numbers are part of the file format of a study, because a resumed study must draw the same numbers: never
 * renumber, only add.
 */
export const purposes = {
  /** Initial parameters: step 0, unit = index of the tensor in its layer, row = element, row-major. */
  initialise: 1,
  /** Order of the training rows: step = epoch, row = i of the Fisher–Yates step. */
  shuffle: 2,
  /** The choice between ReLU and SiLU in training: step = optimiser step. */
  train: 3,
  /** The same choice in an evaluation: step = (epoch · passes + pass) · batches + batch. */
  evaluate: 4,
  /** Dropout masks in training: step = optimiser step. */
  dropout: 5,
  /** Bootstrap resampling of runs, and other statistics. */
  resample: 6,
  /** A layer used outside a study, e.g. in tf.sequential(): step = index of the call. */
  layer: 7,
  /** Masks of MC dropout in an evaluation: step = (epoch · passes + pass) · batches + batch. */
  evaluate_dropout: 8,
} as const;

/** The name of a purpose: a key of {@link purposes}. */
export type Purpose = keyof typeof purposes;
