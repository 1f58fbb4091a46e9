import type { Leg, StrategySchedule } from './strategy.js';

/** Length of a training. */
export interface TrainingLength {
  readonly epochs: number;
  /** Optimiser steps of one epoch. */
  readonly stepsPerEpoch: number;
}

/** The shares of a whole training, one entry per step. */
export interface SharePlan {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: Float32Array;
  /** 1 at the steps that use domain `all` instead of the usage's. */
  readonly domainAll: Uint8Array;
}

/**
 * The share of ReLU at every step of a training.
 *
 * With N = epochs · stepsPerEpoch and the step s = 0 … N−1: a constant is the same everywhere; `switch` takes `to` for
 * s ≥ N − round(tail·N); `alternate` takes `to` where ⌊s/every⌋ (or ⌊epoch/every⌋) is odd; `anneal` see {@link Anneal}
 * (N = 1: `to`).
 */
export function planShares(schedule: StrategySchedule, { epochs, stepsPerEpoch }: TrainingLength): SharePlan {
  const steps = epochs * stepsPerEpoch;
  const plan: SharePlan = { share: new Float32Array(steps), domainAll: new Uint8Array(steps) };
  switch (schedule.kind) {
    case 'constant':
      fill(plan, schedule.leg, 0, steps);
      break;
    case 'switch': {
      const start = steps - Math.round(schedule.tail * steps);
      fill(plan, schedule.from, 0, start);
      fill(plan, schedule.to, start, steps);
      break;
    }
    case 'alternate': {
      const length = schedule.every * (schedule.unit === 'epoch' ? stepsPerEpoch : 1);
      for (let start = 0, flips = 0; start < steps; start += length, flips++) {
        fill(plan, flips % 2 === 0 ? schedule.from : schedule.to, start, Math.min(start + length, steps));
      }
      break;
    }
    case 'anneal': {
      const { from, to, shape } = schedule;
      for (let step = 0; step < steps - 1; step++) {
        const x = step / (steps - 1);
        plan.share[step] = from + (to - from) * (shape === 'linear' ? x : (1 - Math.cos(Math.PI * x)) / 2);
      }
      // The last share is assigned, not computed, so that it equals the target without rounding error.
      if (steps > 0) plan.share[steps - 1] = to;
      break;
    }
  }
  return plan;
}

function fill({ share, domainAll }: SharePlan, leg: Leg, start: number, end: number): void {
  share.fill(leg.share === 'gate' ? Number.NaN : leg.share, start, end);
  domainAll.fill(leg.domainAll ? 1 : 0, start, end);
}
