import type { EpochRow } from '@reluctant/metrics';

const quantilesOfGates = /("quantiles(?:_negative)?":)\[[^\]]*\]/g;

/**
 * The rows of lines that a training thread wrote, for charts: a number that was not finite stays null, which charts leave out as
 * they do NaN.
 *
 * @param quantiles - false to leave out the quantiles of the gates, which are most of the numbers in a line
 */
export function rowsOfLines(lines: string, quantiles: boolean): EpochRow[] {
  const text = quantiles ? lines : lines.replaceAll(quantilesOfGates, '$1[]');
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as EpochRow[];
}
