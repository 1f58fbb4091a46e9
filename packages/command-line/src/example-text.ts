/** An example of a help text: what it does, then the lines to type. */
export type Example = readonly [what: string, ...lines: string[]];

/** Examples as they stand below the options of a help text. */
export function exampleText(examples: readonly Example[]): string {
  const texts = examples.map(([what, ...lines]) => [`  ${what}:`, ...lines.map((line) => `    ${line}`)].join('\n'));
  return `\nExamples:\n${texts.join('\n')}\n`;
}
