import { invalidOption } from '@reluctant/errors';
import type { GridAxis } from '@reluctant/study';
import { readFlag } from './read-flag.js';
import { type SettingFlag, settingFlags } from './setting-flags.js';

/**
 * Reads the axes of a sweep, `bottleneck=4,16,64`, one text each. Values are parsed as those of the setting's flag.
 * Strategies are split at commas as in `--strategies`, one study each.
 *
 * @throws ReluctantError (usage) when a text is not of this form
 */
export function readGrid(texts: unknown): GridAxis[] {
  const given = Array.isArray(texts) ? texts.map(String) : [String(texts)];
  return given.map((text) => {
    const equals = text.indexOf('=');
    const setting = text.slice(0, Math.max(0, equals)).trim().replaceAll('-', '_');
    const values = text.slice(equals + 1);
    if (setting === '' || values.trim() === '') {
      throw invalidOption('grid', 'of the form setting=a,b,c', text);
    }
    const flag: Pick<SettingFlag, 'reads'> = settingFlags.find((candidate) => candidate.setting === setting) ?? {};
    const pieces = flag.reads === 'strategies' ? splitList(flag, values) : values.split(',');
    return { setting, values: pieces.map((piece) => readFlag(flag, piece.trim())) };
  });
}

/** Splits a list of values. */
function splitList(flag: Pick<SettingFlag, 'reads'>, values: string): string[] {
  const read = readFlag(flag, values);
  return Array.isArray(read) ? read.map(String) : [values];
}
