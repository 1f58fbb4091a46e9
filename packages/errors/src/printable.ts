/**
 * Characters that must not reach a terminal raw: control characters (C0 and C1, so ANSI escapes, tabs and line ends),
 * invisible format characters (bidirectional overrides, byte-order marks, tags), line separators and lone surrogates.
 * The joiners U+200C and U+200D are kept: Persian, Hindi and emoji need them.
 */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/u;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The default limit of {@link printable}, in characters. */
export const printableLimit = 200;

/**
 * An external text made safe for one line of a terminal or a log. Characters that could move the cursor, change colours
 * or reorder the line are escaped as in a JavaScript string (`\n`, `\x1b`, `\u202e`); a long text is cut.
 *
 * Idempotent. Backslashes are kept, so that Windows paths stay readable; the result cannot be parsed back.
 *
 * @param limit - maximum length of the result in UTF-16 units, at least 1; a text that was cut ends in `…`, which
 * counts
 */
export function printable(text: string, limit: number = printableLimit): string {
  let result = '';
  // Where to cut a text that is too long: leaves room for the ellipsis.
  let cut = '';
  for (const character of text) {
    result += unprintable.test(character) ? escaped(character) : character;
    if (result.length > limit) return `${cut}…`;
    if (result.length < limit) cut = result;
  }
  return result;
}

/**
 * True for a text that {@link printable} leaves as it is, whatever its length: a name that may stand in tables and file
 * names.
 */
export function isPrintable(text: string): boolean {
  return !unprintable.test(text);
}

function escaped(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
