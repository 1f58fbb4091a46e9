import { splitOptionTexts } from '@reluctant/trainer';
import type { SettingFlag } from './setting-flags.js';

const numeral = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
]);

/** The value that the text of a flag stands for, as YAML would read it; the study's schema judges it. */
export function readFlag(flag: Pick<SettingFlag, 'reads'>, text: string): unknown {
  if (flag.reads === 'strategies') return splitOptionTexts(text);
  if (flag.reads === 'text') return text;
  if (flag.reads === 'list' && text.includes(',')) return text.split(',').map((part) => readScalar(part.trim()));
  return readScalar(text);
}

function readScalar(text: string): unknown {
  if (numeral.test(text)) return Number(text);
  const word = words.get(text.toLowerCase());
  return word === undefined ? text : word;
}
