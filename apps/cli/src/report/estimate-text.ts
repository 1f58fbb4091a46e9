import { grouped } from '@reluctant/presets';
import type { PlanEstimate } from '@reluctant/study';

/**
 * The estimated cost of a plan, in one line.
 *
 * @param plots - whether pictures will be drawn: they are not part of the estimate
 */
export function estimateText({ studies, runs, workers, seconds }: PlanEstimate, plots: boolean): string {
  const what = `${grouped(runs)} ${runs === 1 ? 'run' : 'runs'}${studies === 1 ? '' : ` in ${studies} studies`}`;
  return `${what}: about ${durationText(seconds)} on ${workers} ${workers === 1 ? 'thread' : 'threads'}${plots ? ', without pictures' : ''} (--n_runs trades power for time).`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}
