import { type NameSetting, parseStudySettings } from '../config/parse-study-settings.js';
import { canonicalSettings, shortHash, studyName } from '../config/study-name.js';
import type { StudySettings } from '../config/study-settings.js';
import type { Preset } from '../presets/preset.js';
import { presetNamed } from '../presets/presets.js';
import { StudyError } from '../study-error.js';
import { checkGrid, type GridAxis, gridPoints } from './grid.js';

/** One study of a plan. */
export interface PlannedPart {
  /** Its folder within the plan's directory; empty if the plan is a single study. */
  readonly name: string;
  /** For people, e.g. `bottleneck = 16`; empty if the plan is a single study. */
  readonly label: string;
  /** The values of the swept settings. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly settings: StudySettings;
}

/** The studies that answer one question: one, or several in a sweep. */
export interface StudyPlan {
  /** Follows from the settings; names the default directory. */
  readonly name: string;
  readonly preset: Preset | undefined;
  readonly axes: readonly GridAxis[];
  readonly parts: readonly PlannedPart[];
}

/** Options of {@link planStudies}. */
export interface PlanOptions {
  /** Settings to vary, above those of the preset. */
  readonly grid?: readonly GridAxis[];
  /** True for the preset's wide study beside its narrow one. */
  readonly wide?: boolean;
  readonly nameSetting?: NameSetting;
}

/**
 * Plans studies from settings that came from outside: one for each point of the grid, or one alone.
 *
 * A preset's own grid holds for settings that the user neither sets nor sweeps.
 *
 * @param input - settings by name, unchecked
 * @throws StudyError (usage) with one sentence about the first setting that is wrong
 */
export function planStudies(input: Readonly<Record<string, unknown>>, options: PlanOptions = {}): StudyPlan {
  const { grid = [], wide = false, nameSetting = (setting: string) => setting } = options;
  checkGrid(grid, nameSetting);
  for (const { setting } of grid) {
    if (input[setting] !== undefined)
      throw new StudyError(
        `${nameSetting(setting)} is set and swept by ${nameSetting('grid')}: it can only be one of them`,
      );
  }
  const preset = presetNamed(input.preset);
  refusePartSettings(preset, [...Object.keys(definedIn(input)), ...grid.map(({ setting }) => setting)], nameSetting);
  const swept = new Set(grid.map(({ setting }) => setting));
  const presetAxes = Object.entries(preset?.grid ?? {})
    .filter(([setting]) => input[setting] === undefined && !swept.has(setting))
    .map(([setting, values]): GridAxis => ({ setting, values }));
  const axes = [...presetAxes, ...grid];
  const studies = presetStudies(preset, wide, nameSetting);
  const single = axes.length === 0 && studies.length === 1;
  const parts = studies.flatMap((study) =>
    gridPoints(axes).map((values): PlannedPart => {
      const texts = Object.entries(values).map(([setting, value]) => [setting, textOf(value)] as const);
      return {
        name: single ? '' : [...study.name, ...texts.map(([setting, text]) => `${setting}=${text}`)].join(','),
        label: [
          ...study.name.map((name) => name.replace('=', ' = ')),
          ...texts.map(([setting, text]) => `${setting} = ${text}`),
        ].join(', '),
        values,
        settings: parseStudySettings({ ...study.settings, ...definedIn(input), ...values }, nameSetting),
      };
    }),
  );
  return { name: planName(parts, preset), preset, axes, parts };
}

/** What tells the studies of a preset apart cannot be set for all of them. */
function refusePartSettings(preset: Preset | undefined, given: readonly string[], nameSetting: NameSetting): void {
  const own = new Set(Object.values(preset?.parts ?? {}).flatMap((settings) => Object.keys(settings)));
  const setting = given.find((name) => own.has(name));
  if (preset !== undefined && setting !== undefined) {
    throw new StudyError(
      `${nameSetting(setting)} is what tells the studies of ${nameSetting('preset')} ${preset.name} apart: it cannot be set`,
    );
  }
}

/** The preset's one study, its several studies, or the narrow and the wide one. */
function presetStudies(
  preset: Preset | undefined,
  wide: boolean,
  nameSetting: NameSetting,
): readonly { readonly name: readonly string[]; readonly settings: Partial<StudySettings> }[] {
  if (!wide) {
    const parts = Object.entries(preset?.parts ?? {}).map(([name, settings]) => ({ name: [name], settings }));
    return parts.length === 0 ? [{ name: [], settings: {} }] : parts;
  }
  if (preset?.wide === undefined) {
    throw new StudyError(`${nameSetting('wide')} belongs to ${nameSetting('preset')} paper`);
  }
  return [
    { name: ['narrow'], settings: {} },
    { name: ['wide'], settings: preset.wide },
  ];
}

function planName(parts: readonly PlannedPart[], preset: Preset | undefined): string {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return studyName(first.settings);
  const own = shortHash(JSON.stringify(parts.map(({ name, settings }) => [name, canonicalSettings(settings)])));
  return `${preset?.name ?? 'sweep'}-${own}`;
}

function definedIn(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** A value as part of a label and of a folder's name. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[^\w.,=+-]+/g, '-').slice(0, 80);
}
