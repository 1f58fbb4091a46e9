import { csvFormat } from 'd3-dsv';
import type { Chart } from './chart.js';

/**
 * The rows of a chart as CSV (RFC 4180, but lines end in `\n`), a header line first; null is an empty field. Numbers
 * are written in full precision and can be read back exactly.
 */
export function chartRowsCsv(chart: Pick<Chart, 'data'>): string {
  const rows = chart.data.values;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `${csvFormat([...rows], columns)}\n`;
}
