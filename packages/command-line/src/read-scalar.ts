const numeral = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
]);

/** Parses a flag's text as YAML does: a number, a boolean or null; any other text is a string. */
export function readScalar(text: string): number | boolean | null | string {
  if (numeral.test(text)) return Number(text);
  const word = words.get(text.toLowerCase());
  return word === undefined ? text : word;
}
