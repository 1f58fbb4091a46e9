import type { EpochRow } from '@reluctant/metrics';

/**
 * The rows of lines that a training thread wrote, for charts: a number that was not finite stays null, which charts leave out as
 * they do NaN.
 */
export function rowsOfLines(lines: string): EpochRow[] {
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as EpochRow[];
}
