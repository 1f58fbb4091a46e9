/**
 * What a draw is for. The number is part of the Philox counter, so that draws for different purposes never meet.
 *
 * The numbers are part of the file format of a study (a resume must draw the same): never renumber, only add.
 */
export const purposes = {
  /** Initial parameters: step 0, unit = index of the tensor in its layer, row = element, row-major. */
  initialise: 1,
  /** Order of the training rows: step = epoch, row = i of the Fisher–Yates step. */
  shuffle: 2,
  /** The choice between ReLU and SiLU while training: step = optimiser step. */
  train: 3,
  /** The same choice in an evaluation: step = (epoch · passes + pass) · batches + batch. */
  evaluate: 4,
  /** Masks of dropout while training: step = optimiser step. */
  dropout: 5,
  /** Resampling of runs (bootstrap) and other statistics. */
  resample: 6,
  /** A layer used outside a study, in anybody's tf.sequential(): step = call. */
  layer: 7,
  /** Masks of MC dropout in an evaluation: step = (epoch · passes + pass) · batches + batch. */
  evaluate_dropout: 8,
} as const;

/** The name of a purpose: a key of {@link purposes}. */
export type Purpose = keyof typeof purposes;
