import { printable, ReluctantError } from '@reluctant/errors';

/** Where a training stopped being finite. */
export interface Divergence {
  readonly strategy: string;
  readonly run: number;
  /** Epoch of the first non-finite value, from 1. */
  readonly epoch: number;
  /** Optimiser step of the first non-finite value, counted from 0 at the start of the training. */
  readonly step: number;
  /** What is not finite. */
  readonly what: 'loss' | 'validation loss' | 'parameters' | 'second moments';
}

/**
 * A training whose loss, parameters or second moments of Adam are no longer finite. Code `trainer/diverged`.
 *
 * The second moments hold squares of gradients and overflow float32 where a gradient passes 6e20; from then on Adam
 * divides by infinity and the parameter would silently stop moving.
 */
export class DivergedError extends ReluctantError implements Divergence {
  override readonly name = 'DivergedError';
  readonly strategy: string;
  readonly run: number;
  readonly epoch: number;
  readonly step: number;
  readonly what: Divergence['what'];

  constructor({ strategy, run, epoch, step, what }: Divergence) {
    const verb = what === 'parameters' || what === 'second moments' ? 'were' : 'was';
    const name = what === 'second moments' ? 'second moments of Adam (squares of gradients)' : what;
    const where = `strategy ${printable(strategy)}, run ${run}`;
    super('trainer/diverged', `${where}: the ${name} ${verb} no longer finite in epoch ${epoch} at step ${step}`);
    this.strategy = strategy;
    this.run = run;
    this.epoch = epoch;
    this.step = step;
    this.what = what;
  }

  /** Whether a value is a {@link DivergedError}, of any copy of this package. */
  static override isInstance(value: unknown): value is DivergedError {
    return ReluctantError.isInstance(value) && value.code === 'trainer/diverged';
  }
}
