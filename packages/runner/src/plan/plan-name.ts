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
 * Name for the directory of a plan, determined by its settings. A single study has the preset's name if the preset's
 * settings are unchanged (`post` for the defaults); otherwise the preset's name or `study` with eight hexadecimal
 * digits of a SHA-256. A sweep has the preset's name or `sweep` with such digits. Equal settings have equal names,
 * different settings different ones; `n_workers` is ignored.
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

/**
 * Settings as a text that is equal for equal studies. The defaults are the preset of {@link defaultStudy}, named or
 * not.
 */
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
