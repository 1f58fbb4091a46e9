import { createHash } from 'node:crypto';
import {
  type PlannedPart,
  parseStudySettings,
  resolveMargin,
  resolveModel,
  resolveSizes,
  type StudyPlan,
  type StudyPreset,
  type StudySettings,
} from '@reluctant/study';

/** Name of the study whose settings are the defaults, and of the preset that is that study. */
const defaultStudy = 'post';

/**
 * A name for the directory of a plan, which follows from its settings. A single study has the preset's name if the preset's settings
 * are untouched (`post` for the defaults), else the preset's or `study`, and eight hexadecimal digits of a SHA-256; a sweep the
 * preset's or `sweep`, and such digits. Equal settings have equal names, other settings have others; `n_workers` does not count.
 */
export function planName({ preset, parts }: Pick<StudyPlan, 'preset' | 'parts'>): string {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return studyName(first.settings, preset);
  const named = ({ name, settings }: PlannedPart) => [name, canonicalSettings(settings)];
  return `${preset?.name ?? 'sweep'}-${shortHash(JSON.stringify(parts.map(named)))}`;
}

function studyName(settings: StudySettings, preset: StudyPreset | undefined): string {
  const untouched =
    preset === undefined
      ? parseStudySettings({})
      : parseStudySettings({ preset: preset.name }, { presets: { [preset.name]: preset } });
  if (canonicalSettings(settings) === canonicalSettings(untouched)) return preset?.name ?? defaultStudy;
  return `${preset?.name ?? 'study'}-${shortHash(canonicalSettings(settings))}`;
}

/** Settings as a text that is equal for equal studies. The defaults are the preset of {@link defaultStudy}, named or not. */
function canonicalSettings({ n_workers: _, ...settings }: StudySettings): string {
  const named: Readonly<Record<string, unknown>> = {
    ...settings,
    ...resolveSizes(settings),
    bottleneck: resolveModel(settings).bottleneck,
    margin: resolveMargin(settings),
    preset: settings.preset ?? defaultStudy,
  };
  return JSON.stringify(
    Object.keys(named)
      .sort()
      .map((key) => [key, named[key]]),
  );
}

/** Eight hexadecimal digits of a SHA-256. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
