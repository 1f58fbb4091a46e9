import { invalidArgument } from '@reluctant/errors';
import { normalQuantile } from './distributions/normal.js';

/**
 * Wilson's score interval of a share, such as an accuracy: the shares p with |hits/n − p| ≤ z·√(p(1 − p)/n), z the
 * normal quantile of (1 + level)/2. Unlike hits/n ± z·√(…) it stays within [0, 1] and has a width where all or no rows
 * are hits (Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927; scipy's
 * `proportion_ci(method='wilson')`).
 *
 * @param hits - rows that count
 * @param rows - all rows
 * @param level - default 0.95
 * @throws ReluctantError unless 0 ≤ hits ≤ rows, rows ≥ 1 and 0 < level < 1
 */
export function wilsonInterval(hits: number, rows: number, level = 0.95): readonly [low: number, high: number] {
  if (!(Number.isInteger(rows) && rows >= 1)) throw invalidArgument('rows', 'a whole number of at least 1', rows);
  if (!(hits >= 0 && hits <= rows)) throw invalidArgument('hits', `a number from 0 to ${rows}`, hits);
  if (!(level > 0 && level < 1)) throw invalidArgument('level', 'a number between 0 and 1', level);
  const z = normalQuantile((1 + level) / 2);
  const share = hits / rows;
  const scale = 1 / (1 + (z * z) / rows);
  const center = scale * (share + (z * z) / (2 * rows));
  const half = scale * z * Math.sqrt((share * (1 - share)) / rows + (z / (2 * rows)) ** 2);
  // Without hits, center and half are equal but for rounding; likewise at the other end.
  return [hits === 0 ? 0 : center - half, hits === rows ? 1 : center + half];
}
