import { planShares, type Strategy, type TrainingLength } from '@reluctant/trainer';

/**
 * The first epoch, from 1, from which on every epoch ends under the activation in force at the end of the training, such as ReLU after
 * a switch. Weights of earlier epochs are made for another activation than the one that is deployed.
 */
export function deployedFrom(strategy: Strategy, length: TrainingLength): number {
  const { share, domainAll } = planShares(strategy.schedule, length);
  const last = share.length - 1;
  let first = length.epochs;
  while (first > 1) {
    const step = (first - 1) * length.stepsPerEpoch - 1;
    // Object.is: NaN, the share of a gate, equals itself.
    if (!Object.is(share[step], share[last]) || domainAll[step] !== domainAll[last]) break;
    first--;
  }
  return first;
}
