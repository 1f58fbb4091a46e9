import { claims } from './claims.js';
import { frequency } from './frequency.js';
import { gradual } from './gradual.js';
import { input } from './input.js';
import { overfit } from './overfit.js';
import { paper } from './paper.js';
import { post } from './post.js';
import type { Preset } from './preset.js';
import type { PresetName } from './preset-names.js';
import { uncertainty } from './uncertainty.js';

/** Every preset by name. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  post,
  paper,
  gradual,
  frequency,
  overfit,
  uncertainty,
  input,
  claims,
};

/** The preset that a setting names; undefined for null and for unknown names, which the schema refuses. */
export function presetNamed(name: unknown): Preset | undefined {
  return Object.values(presets).find((preset) => preset.name === name);
}
