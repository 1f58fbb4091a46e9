import { presetNames } from '@reluctant/presets';
import { describeSetting, type SettingDescription } from '@reluctant/study';
import { commandSettings } from '../flags/command-settings.js';
import { settingFlags } from '../flags/setting-flags.js';
import { wrapText } from '../report/wrap-text.js';

/** A setting of `reluctant run` and of its file. */
export interface ListedSetting extends SettingDescription {
  readonly group: string;
  readonly name: string;
}

/** Every setting, in the order and the groups of `reluctant run --help`. */
export function settingsList(): readonly ListedSetting[] {
  const ofStudy = settingFlags.map(({ setting, group }) => ({ group, name: setting, ...describeSetting(setting) }));
  const ofCommand = [...commandSettings].map(([name, description]) => ({ group: 'Command', name, ...description }));
  return [...ofStudy, ...ofCommand].map((setting) =>
    setting.name === 'preset' ? { ...setting, type: `one of ${presetNames.join(', ')}` } : setting,
  );
}

/** Characters in a line of {@link settingsPage}: it is read on a terminal, too. */
const width = 80;

const intro = `# Settings

Every setting of \`reluctant run\`. As a flag: \`--n_runs 20\`, or \`--n-runs 20\`. In the file of \`--config\`, which is YAML or JSON: \`n_runs: 20\`. A flag overrides the file. \`reluctant settings\` prints this page, \`--json\` the same for a program.`;

/** The list as a page of Markdown. */
export function settingsPage(settings: readonly ListedSetting[]): string {
  const groups = [...new Set(settings.map(({ group }) => group))];
  const parts = groups.map((title) => {
    const own = settings.filter(({ group }) => group === title);
    return `## ${title}\n\n${own.map(settingText).join('\n')}`;
  });
  const [title = '', text = ''] = intro.split('\n\n');
  return `${[title, wrapText(text, width), ...parts].join('\n\n')}\n`;
}

function settingText({ name, type, default: unset, description }: ListedSetting): string {
  const meaning = wrapText(`- \`${name}\`: ${description}.`, width, '  ');
  return `${meaning}\n  ${wrapText(`Takes ${type}; by default ${unset}.`, width - 2, '  ')}`;
}
