import { readScalar } from '@reluctant/command-line';
import { splitOptionTexts } from '@reluctant/trainer';
import type { SettingFlag } from './setting-flags.js';

/** The value that the text of a flag stands for, as YAML would read it; the study's schema judges it. */
export function readFlag(flag: Pick<SettingFlag, 'reads'>, text: string): unknown {
  if (flag.reads === 'strategies') return splitOptionTexts(text);
  if (flag.reads === 'text') return text;
  if (flag.reads === 'list' && text.includes(',')) return text.split(',').map((part) => readScalar(part.trim()));
  return readScalar(text);
}
