import { printable } from '@reluctant/errors';
import { Option } from 'commander';

/** The flag `--font <file>` of commands that draw PNGs; it may be repeated. */
export function fontOption(): Option {
  const what =
    'a font (.ttf, .otf, .ttc) for characters in PNGs that DejaVu Sans lacks, such as Chinese; may be repeated';
  return new Option('--font <file>', what).argParser((file: string, before: readonly string[] = []) => [
    ...before,
    file,
  ]);
}

/**
 * The paths of {@link fontOption}, checked.
 *
 * @throws ReluctantError (usage) naming the first file that is not a font
 */
export async function readFonts(files: readonly string[] = []): Promise<readonly string[]> {
  if (files.length === 0) return [];
  // Loaded here, because most commands draw nothing.
  const { checkFonts } = await import('@reluctant/plotting/node');
  checkFonts(files);
  return files;
}

/** The largest number of characters that {@link missingGlyphsText} names. */
const mostNamed = 12;

/** A notice about characters that PNGs show as boxes, because no font has them. */
export function missingGlyphsText(characters: readonly string[]): string {
  const named = characters.slice(0, mostNamed).map((one) => printable(`${one} (U+${codePoint(one)})`));
  const rest = characters.length - named.length;
  const all = [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  return `the PNGs show boxes where their fonts lack a character: ${all}; --font <file> adds a font that has it`;
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
