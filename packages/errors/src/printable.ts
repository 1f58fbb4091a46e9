/**
 * What must not reach a terminal as it is: control characters (C0 and C1, so ANSI escapes too, tabs and line ends), invisible
 * format characters (overrides of the writing direction, byte-order marks, tags), line separators and halves of surrogate pairs.
 * The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
 */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/u;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The characters that {@link printable} keeps by default. */
export const printableLimit = 200;

/**
 * A text that came from outside, fit for one line of a terminal or a log: what could move the cursor, change colours or reorder
 * the line is escaped as in a JavaScript string (`\n`, `\x1b`, `\u202e`), and a long text is cut.
 *
 * Idempotent. A backslash stays as it is, so that a Windows path can be read; the result is for people and cannot be parsed back.
 *
 * @param limit - most characters of the result, at least 1, counted as UTF-16 units; a text that was cut ends in `…`, which counts
 */
export function printable(text: string, limit: number = printableLimit): string {
  let result = '';
  // Where the text is cut if it turns out to be too long: before this there is room for the ellipsis.
  let cut = '';
  for (const character of text) {
    result += unprintable.test(character) ? escaped(character) : character;
    if (result.length > limit) return `${cut}…`;
    if (result.length < limit) cut = result;
  }
  return result;
}

function escaped(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
