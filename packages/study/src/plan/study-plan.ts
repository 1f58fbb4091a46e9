import { type NameSetting, parseStudySettings } from '../config/parse-study-settings.js';
import { presetNamed, type StudyPreset, type StudyPresets } from '../config/study-preset.js';
import type { StudySettings } from '../config/study-settings.js';
import { StudyError } from '../error/study-error.js';
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
export interface StudyPlan<Preset extends StudyPreset = StudyPreset> {
  readonly preset: Preset | undefined;
  readonly axes: readonly GridAxis[];
  readonly parts: readonly PlannedPart[];
}

/** Options of {@link planStudies}. */
export interface PlanOptions<Preset extends StudyPreset = StudyPreset> {
  /** Presets that the settings may name, such as those of `@reluctant/presets`. Default: none. */
  readonly presets?: StudyPresets<Preset>;
  /** Settings to vary, above those of the preset. */
  readonly grid?: readonly GridAxis[];
  /** True for the preset's wide study beside its narrow one. */
  readonly wide?: boolean;
  /** How a complaint names a setting. Default: as it is. */
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
export function planStudies<Preset extends StudyPreset = StudyPreset>(
  input: Readonly<Record<string, unknown>>,
  options: PlanOptions<Preset> = {},
): StudyPlan<Preset> {
  const { grid = [], wide = false, nameSetting = (setting: string) => setting, presets = {} } = options;
  checkGrid(grid, nameSetting);
  for (const { setting } of grid) {
    if (input[setting] !== undefined)
      throw new StudyError(
        `${nameSetting(setting)} is set and swept by ${nameSetting('grid')}: it can only be one of them`,
      );
  }
  const preset = presetNamed<Preset>(input.preset, presets, nameSetting);
  const swept = new Set(grid.map(({ setting }) => setting));
  const presetAxes = Object.entries(preset?.grid ?? {})
    .filter(([setting]) => input[setting] === undefined && !swept.has(setting))
    .map(([setting, values]): GridAxis => ({ setting, values }));
  const axes = [...presetAxes, ...grid];
  const widths = wide ? widthsOf(preset, presets, nameSetting) : [{ name: [], settings: {} }];
  const single = axes.length === 0 && widths.length === 1;
  const parts = widths.flatMap((width) =>
    gridPoints(axes).map((values): PlannedPart => {
      const texts = Object.entries(values).map(([setting, value]) => [setting, textOf(value)] as const);
      return {
        name: single ? '' : [...width.name, ...texts.map(([setting, text]) => `${setting}=${text}`)].join(','),
        label: [...width.name, ...texts.map(([setting, text]) => `${setting} = ${text}`)].join(', '),
        values,
        settings: parseStudySettings({ ...width.settings, ...definedIn(input), ...values }, { nameSetting, presets }),
      };
    }),
  );
  return { preset, axes, parts };
}

/** The narrow study and the wide one. */
function widthsOf(
  preset: StudyPreset | undefined,
  presets: StudyPresets,
  nameSetting: NameSetting,
): readonly { readonly name: readonly string[]; readonly settings: Partial<StudySettings> }[] {
  if (preset?.wide === undefined) {
    const names = Object.values(presets).filter(({ wide }) => wide !== undefined);
    throw new StudyError(
      `${nameSetting('wide')} belongs to ${nameSetting('preset')} ${names.map(({ name }) => name).join(' or ')}`,
    );
  }
  return [
    { name: ['narrow'], settings: {} },
    { name: ['wide'], settings: preset.wide },
  ];
}

function definedIn(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** A value as part of a label and of a folder's name. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[^\w.,=+-]+/g, '-').slice(0, 80);
}
