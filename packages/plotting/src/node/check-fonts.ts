import { closeSync, openSync, readSync } from 'node:fs';
import { describe, printable, ReluctantError } from '@reluctant/errors';

/** How TrueType and OpenType files and collections of them begin. */
const signatures: ReadonlySet<string> = new Set(['00010000', '4f54544f', '74727565', '74746366']);

/**
 * Checks that files are fonts which PNGs can be drawn with.
 *
 * @param fonts - paths
 * @throws ReluctantError (`invalid-option`, path `fonts`) naming the first file that cannot be read, or that does not
 * begin as a TrueType or OpenType file (.ttf, .otf, .ttc) does; WOFF is compressed and cannot be used
 */
export function checkFonts(fonts: readonly string[]): void {
  for (const [at, font] of fonts.entries()) {
    const path = ['fonts', at];
    let signature: string;
    try {
      signature = firstBytes(font);
    } catch (error) {
      const message = `cannot read the font ${printable(font)}: ${describe(error)}`;
      throw new ReluctantError('invalid-option', message, { path, cause: error });
    }
    if (signatures.has(signature)) continue;
    const message = `${printable(font)} is not a TrueType or OpenType font: a .ttf, .otf or .ttc file is needed`;
    throw new ReluctantError('invalid-option', message, { path });
  }
}

/** The first four bytes of a file in hexadecimal digits. */
function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return bytes.toString('hex', 0, readSync(file, bytes, 0, 4, 0));
  } finally {
    closeSync(file);
  }
}
