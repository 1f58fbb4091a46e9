import type { EpochRow } from '@reluctant/metrics';

/** Parses the lines of a training thread for charts. Non-finite numbers stay null, which charts leave out like NaN. */
export function rowsOfLines(lines: string): EpochRow[] {
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as EpochRow[];
}
