import { settingsList, settingsPage } from '../help/settings-list.js';

/** Flags of `reluctant settings`. */
export interface SettingsFlags {
  readonly json?: boolean;
}

/**
 * `reluctant settings`: prints every setting with its type, default and meaning, as Markdown or as JSON.
 *
 * @returns the exit code
 */
export function settingsCommand({ json = false }: SettingsFlags): number {
  const settings = settingsList();
  process.stdout.write(json ? `${JSON.stringify(settings, null, 2)}\n` : settingsPage(settings));
  return 0;
}
