import { readScalar } from '@reluctant/command-line';
import { splitOptionTexts } from '@reluctant/trainer';
import type { SettingFlag } from './setting-flags.js';

/** Parses the text of a flag as YAML does; the schema of the settings checks the value. */
export function readFlag(flag: Pick<SettingFlag, 'reads'>, text: string): unknown {
  if (flag.reads === 'strategies') return splitOptionTexts(text);
  if (flag.reads === 'text') return text;
  if (flag.reads === 'texts') return text.split(',').map((part) => part.trim());
  if (flag.reads === 'values' || (flag.reads === 'list' && text.includes(','))) {
    return text.split(',').map((part) => readScalar(part.trim()));
  }
  return readScalar(text);
}
