import { nearestName } from '@reluctant/errors';
import type { NameSetting } from '../config/parse-study-settings.js';
import { settingNames } from '../config/study-settings-schema.js';
import { StudyError } from '../error/study-error.js';

/** A setting that a sweep varies, with its values in the order given. */
export interface GridAxis {
  readonly setting: string;
  readonly values: readonly unknown[];
}

/** Settings that cannot be swept: they say what is compared, not how a study is run. */
const fixed: ReadonlySet<string> = new Set([
  'preset',
  'n_workers',
  'baseline',
  'compare_by',
  'margin',
  'test',
  'holdout',
]);

/** No sweep has more studies than this. */
const mostPoints = 1000;

/**
 * Checks the axes of a sweep.
 *
 * @throws StudyError (usage) for a setting that there is not, that cannot be swept, comes twice, or has fewer than two values
 */
export function checkGrid(axes: readonly GridAxis[], nameSetting: NameSetting): void {
  const seen = new Set<string>();
  for (const { setting, values } of axes) {
    if (!settingNames.includes(setting)) {
      const nearest = nearestName(setting, settingNames);
      throw new StudyError(
        `${nameSetting('grid')}: there is no setting ${setting}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      );
    }
    if (fixed.has(setting)) throw new StudyError(`${nameSetting('grid')}: ${setting} cannot be swept`);
    if (seen.has(setting)) throw new StudyError(`${nameSetting('grid')}: ${setting} is there twice`);
    seen.add(setting);
    if (new Set(values.map((value) => JSON.stringify(value))).size < Math.max(2, values.length)) {
      throw new StudyError(`${nameSetting('grid')}: ${setting} needs two values or more, all different`);
    }
  }
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (points > mostPoints) {
    throw new StudyError(`${nameSetting('grid')}: the axes make ${points} studies, at most ${mostPoints} are possible`);
  }
}

/** All combinations of the values, the last axis running fastest; one empty combination without axes. */
export function gridPoints(axes: readonly GridAxis[]): Readonly<Record<string, unknown>>[] {
  return axes.reduce<Readonly<Record<string, unknown>>[]>(
    (points, { setting, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [setting]: value }))),
    [{}],
  );
}
