import { invalidOption } from '@reluctant/errors';
import type { ClaimSet } from '../claims/claim.js';
import type { StudySettings } from './study-settings.js';

/** The part of a preset that a study uses: settings that a user's settings override. */
export interface StudyPreset {
  /** Its name, as in the setting `preset`. */
  readonly name: string;
  /** Settings that are not the defaults. */
  readonly settings: Partial<StudySettings>;
  /** Settings that are varied: one study for each combination of values. */
  readonly grid?: Readonly<Record<string, readonly unknown[]>>;
  /** Studies by the name of their folder, each with settings of its own, multiplied by `grid`. Default: one study. */
  readonly parts?: Readonly<Record<string, Partial<StudySettings>>>;
  /** Claims that are tested on the runs; their ledger is `claims.json`. */
  readonly claims?: ClaimSet;
  /** Settings of a second, wide study beside the first. */
  readonly wide?: Partial<StudySettings>;
}

/** The presets that settings may name. */
export type StudyPresets<Preset extends StudyPreset = StudyPreset> = Readonly<Record<string, Preset>>;

/**
 * Returns the preset of a name; undefined for null and undefined.
 *
 * @param name - the unchecked setting
 * @throws ReluctantError (usage) for an unknown preset
 */
export function presetNamed<Preset extends StudyPreset>(
  name: unknown,
  presets: StudyPresets<Preset>,
): Preset | undefined {
  if (name === undefined || name === null) return undefined;
  const known = Object.values(presets);
  const preset = known.find((candidate) => candidate.name === name);
  if (preset !== undefined) return preset;
  const names = known.map((one) => one.name).join(', ');
  throw invalidOption('preset', known.length === 0 ? 'null: no presets are known here' : `one of ${names}`, name);
}
