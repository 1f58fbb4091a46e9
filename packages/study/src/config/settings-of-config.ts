import { settingNames } from './study-settings-schema.js';

/**
 * The settings behind a stored configuration, for `parseStudySettings`: a resolved configuration is one in which nothing is left to
 * decide, so it can be read as settings again. Without stochastic passes, what only they use is left out.
 */
export function settingsOfConfig(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const idle = stored.passes === 0 ? ['shifts', 'ensemble'] : [];
  return Object.fromEntries(settingNames.filter((name) => !idle.includes(name)).map((name) => [name, stored[name]]));
}
