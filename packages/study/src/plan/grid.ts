import { didYouMean, option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { settingNames } from '../config/study-settings.js';

/** A setting that a sweep varies, with its values in the order given. */
export interface GridAxis {
  readonly setting: string;
  readonly values: readonly unknown[];
}

/** Settings that cannot be swept: they define the comparison, not the training. */
const fixed: ReadonlySet<string> = new Set([
  'preset',
  'n_workers',
  'baseline',
  'compare_by',
  'margin',
  'test',
  'holdout',
  'folds',
]);

/** Largest number of studies in a sweep. */
const mostPoints = 1000;

/**
 * Checks the axes of a sweep.
 *
 * @throws ReluctantError (usage) for a setting that is unknown, cannot be swept, comes twice, or has fewer than two
 * values
 */
export function checkGrid(axes: readonly GridAxis[]): void {
  const names: readonly string[] = settingNames;
  const seen = new Set<string>();
  for (const { setting, values } of axes) {
    if (!names.includes(setting)) {
      throw refusal(`there is no setting '${printable(setting)}'${didYouMean(setting, names)}`, 'unknown-name');
    }
    if (fixed.has(setting)) throw refusal(`${setting} cannot be swept`);
    if (seen.has(setting)) throw refusal(`${setting} is there twice`);
    seen.add(setting);
    if (new Set(values.map((value) => JSON.stringify(value))).size < Math.max(2, values.length)) {
      throw refusal(`${setting} needs two values or more, all different`);
    }
  }
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (points > mostPoints) throw refusal(`the axes make ${points} studies, at most ${mostPoints} are possible`);
}

function refusal(said: string, code: 'invalid-option' | 'unknown-name' = 'invalid-option'): ReluctantError {
  return new ReluctantError(code, sentence`${option('grid')}: ${said}`, { path: ['grid'] });
}

/** All combinations of the values, the last axis running fastest; one empty combination without axes. */
export function gridPoints(axes: readonly GridAxis[]): Readonly<Record<string, unknown>>[] {
  return axes.reduce<Readonly<Record<string, unknown>>[]>(
    (points, { setting, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [setting]: value }))),
    [{}],
  );
}
