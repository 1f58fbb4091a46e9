const numeral = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
]);

/** The number, boolean or null that a flag's text stands for, as YAML would read it; any other text is itself. */
export function readScalar(text: string): number | boolean | null | string {
  if (numeral.test(text)) return Number(text);
  const word = words.get(text.toLowerCase());
  return word === undefined ? text : word;
}
