/** Names of all presets. */
export const presetNames = [
  'post',
  'paper',
  'gradual',
  'frequency',
  'overfit',
  'uncertainty',
  'input',
  'claims',
] as const;

/** One of {@link presetNames}. */
export type PresetName = (typeof presetNames)[number];
