import type { Strategy } from '@reluctant/trainer';

/**
 * Whether two passes of a strategy's final weights may differ: a sampled share strictly between 0 and 1, a sampled
 * gate, or dropout in force at the end; a user's activation module may always draw. Where nothing is drawn, one pass is
 * enough.
 */
export function endsStochastic({ usage, schedule, dropout = 0 }: Strategy): boolean {
  if (dropout > 0 || 'module' in usage) return true;
  if (usage.use === 'mix') return false;
  const isOpen = (share: number | 'gate'): boolean => share === 'gate' || (share > 0 && share < 1);
  switch (schedule.kind) {
    case 'constant':
      return isOpen(schedule.leg.share);
    case 'switch':
      return isOpen(schedule.to.share);
    case 'alternate':
      // Which of the two comes last depends on the length of the training.
      return isOpen(schedule.from.share) || isOpen(schedule.to.share);
    case 'anneal':
      return isOpen(schedule.to);
  }
}
