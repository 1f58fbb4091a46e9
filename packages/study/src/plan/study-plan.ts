import { option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { presetNamed, type StudyPreset, type StudyPresets } from '../config/study-preset.js';
import type { StudySettings } from '../config/study-settings.js';
import { hasTable, madeDataSettings } from '../table/study-table.js';
import { checkGrid, type GridAxis, gridPoints } from './grid.js';

/** One study of a plan. */
export interface PlannedPart {
  /** Its folder within the plan's directory; empty if the plan is a single study. */
  readonly name: string;
  /** Label for display, e.g. `bottleneck = 16`; empty if the plan is a single study. */
  readonly label: string;
  /** The values of the swept settings. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly settings: StudySettings;
}

/** What a plan was made from, so that the same one can be made again. */
export interface PlanRequest {
  /** Settings by name, as a user gave them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings to vary. */
  readonly grid: readonly GridAxis[];
  readonly wide: boolean;
}

/** The studies that answer one question: one, or several in a sweep. */
export interface StudyPlan<Preset extends StudyPreset = StudyPreset> {
  readonly request: PlanRequest;
  readonly preset: Preset | undefined;
  readonly axes: readonly GridAxis[];
  readonly parts: readonly PlannedPart[];
}

/** Options of {@link planStudies}. */
export interface PlanOptions<Preset extends StudyPreset = StudyPreset> {
  /** Presets that the settings may name, such as those of `@reluctant/presets`. Default: none. */
  readonly presets?: StudyPresets<Preset>;
  /** Settings to vary; they override the preset's grid. */
  readonly grid?: readonly GridAxis[];
  /** True to add the preset's wide study to its narrow one. Default false. */
  readonly wide?: boolean;
}

const checkOptions = optionCheck<PlanOptions>('planStudies', { presets: true, grid: true, wide: true });

/**
 * Plans studies from a user's settings: one for each point of the grid, or a single one.
 *
 * A preset's grid applies to settings that the user neither sets nor sweeps.
 *
 * @param input - settings by name, unchecked
 * @throws ReluctantError (usage) about the first invalid setting
 */
export function planStudies<Preset extends StudyPreset = never>(
  input: Readonly<Record<string, unknown>>,
  options: PlanOptions<Preset> = {},
): StudyPlan<Preset> {
  checkOptions(options);
  const { grid = [], wide = false, presets = {} } = options;
  checkGrid(grid);
  for (const { setting } of grid) {
    if (input[setting] === undefined) continue;
    const said = sentence`${option(setting)} is set and swept by ${option('grid')}: it can only be one of them`;
    throw new ReluctantError('invalid-option', said, { path: [setting] });
  }
  const preset = presetNamed<Preset>(input.preset, presets);
  refuseAgainstPreset(preset, input, grid);
  refusePartSettings(preset, [...Object.keys(definedIn(input)), ...grid.map(({ setting }) => setting)]);
  const swept = new Set(grid.map(({ setting }) => setting));
  const presetAxes = Object.entries(preset?.grid ?? {})
    .filter(([setting]) => input[setting] === undefined && !swept.has(setting))
    .map(([setting, values]): GridAxis => ({ setting, values }));
  const axes = [...presetAxes, ...grid];
  const described = wide ? narrowAndWide(preset, presets) : presetStudies(preset);
  const studies = hasTable(input) ? described.map(withoutMadeData) : described;
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
        settings: parseStudySettings({ ...study.settings, ...definedIn(input), ...values }, { presets }),
      };
    }),
  );
  return { request: { settings: definedIn(input), grid, wide }, preset, axes, parts };
}

/**
 * Refuses what the question of a preset cannot be asked of: a table where it varies made data, an early end where it
 * has claims.
 */
function refuseAgainstPreset(
  preset: StudyPreset | undefined,
  input: Readonly<Record<string, unknown>>,
  grid: readonly GridAxis[],
): void {
  if (preset === undefined) return;
  const made: readonly string[] = madeDataSettings;
  const varied = [preset.grid, ...Object.values(preset.parts ?? {})].flatMap((settings) => Object.keys(settings ?? {}));
  const own = varied.find((name) => made.includes(name));
  const patience = input.patience !== undefined || grid.some(({ setting }) => setting === 'patience');
  const why =
    hasTable(input) && own !== undefined
      ? ` varies made data (${own}), so it cannot learn from a table`
      : patience && preset.claims !== undefined
        ? ' has claims about fixed epochs, so its runs cannot end earlier'
        : undefined;
  if (why === undefined) return;
  throw new ReluctantError('invalid-option', sentence`${option('preset')} ${preset.name}${why}`, { path: ['preset'] });
}

/** Settings that a preset may vary between its studies and a user may still set for all of them. */
const freeSettings: ReadonlySet<string> = new Set(['n_runs']);

/** Refuses settings that distinguish the studies of a preset, as they cannot be set for all of them. */
function refusePartSettings(preset: StudyPreset | undefined, given: readonly string[]): void {
  const own = new Set(Object.values(preset?.parts ?? {}).flatMap((settings) => Object.keys(settings)));
  const setting = given.find((name) => own.has(name) && !freeSettings.has(name));
  if (preset !== undefined && setting !== undefined) {
    const said = sentence`${option(setting)} cannot be set: it distinguishes the studies of ${option('preset')} ${preset.name}`;
    throw new ReluctantError('invalid-option', said, { path: [setting] });
  }
}

/** A study of a preset before the grid multiplies it. */
interface NamedSettings {
  readonly name: readonly string[];
  readonly settings: Partial<StudySettings>;
}

/** The preset's one study, or its several studies. */
function presetStudies(preset: StudyPreset | undefined): readonly NamedSettings[] {
  const parts = Object.entries(preset?.parts ?? {}).map(([name, settings]) => ({ name: [name], settings }));
  return parts.length === 0 ? [{ name: [], settings: {} }] : parts;
}

/** The wide study of a preset has made data of its own, which a table replaces. */
function withoutMadeData({ name, settings }: NamedSettings): NamedSettings {
  const made: readonly string[] = madeDataSettings;
  return {
    name,
    settings: Object.fromEntries(Object.entries(settings).filter(([setting]) => !made.includes(setting))),
  };
}

function narrowAndWide(preset: StudyPreset | undefined, presets: StudyPresets): readonly NamedSettings[] {
  if (preset?.wide === undefined) {
    const names = Object.values(presets).filter(({ wide }) => wide !== undefined);
    const owners = names.map(({ name }) => name).join(' or ');
    const said = sentence`${option('wide')} belongs to ${option('preset')} ${owners}`;
    throw new ReluctantError('invalid-option', said, { path: ['wide'] });
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
