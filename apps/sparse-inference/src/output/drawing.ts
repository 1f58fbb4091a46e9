import { missingGlyphsText } from '@reluctant/command-line';
import type { SaveChartOptions } from '@reluctant/plotting/node';
import type { Voice } from './say.js';

/**
 * How the pictures of a command are drawn: in the fonts of `--font`, with a note on characters that no font has.
 *
 * @param fonts - paths, checked
 */
export function drawingOf(
  fonts: readonly string[] | undefined,
  { note }: Voice,
): Pick<SaveChartOptions, 'fonts' | 'onMissingGlyphs'> {
  return {
    ...(fonts && { fonts }),
    onMissingGlyphs: (characters) => note(missingGlyphsText(characters)),
  };
}
