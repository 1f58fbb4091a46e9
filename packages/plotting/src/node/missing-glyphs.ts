import { resvgFonts } from './resvg-fonts.js';

/**
 * Characters that are not looked up: printable ASCII, which DejaVu Sans has, and those without a glyph of their own.
 */
const notLookedUp = /[\x20-\x7e\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}]/u;

/** A code point that is never assigned, so that no font has a glyph for it. */
const unassigned = '\u{10FFFF}';

/** Side of the square that a character is drawn in, characters per row, and the size of the font, in pixels. */
const cell = 40;
const perRow = 50;
const fontSize = 24;

/**
 * The characters that PNGs of these texts show as empty boxes, because none of their fonts has a glyph for them.
 *
 * Method: each character is drawn as `renderPng` draws it. One without a glyph looks exactly like a code point that is
 * never assigned. Texts of ASCII characters cost nothing.
 *
 * @param fonts - paths of fonts besides DejaVu Sans, as in `renderPng`
 * @returns each character once, in the order of the texts
 */
export async function missingGlyphs(texts: Iterable<string>, fonts: readonly string[] = []): Promise<string[]> {
  const characters = [...new Set([...texts].flatMap((text) => [...text]))].filter((one) => !notLookedUp.test(one));
  if (characters.length === 0) return [];
  const [missing = '', ...drawn] = await drawCells([unassigned, ...characters], fonts);
  return characters.filter((_, at) => drawn[at] === missing);
}

/** The pixels of each character in a square of its own. */
async function drawCells(characters: readonly string[], fonts: readonly string[]): Promise<string[]> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const width = cell * Math.min(perRow, characters.length);
  const height = cell * Math.ceil(characters.length / perRow);
  const placed = characters.map((character, at) => ({
    character,
    left: cell * (at % perRow),
    top: cell * Math.floor(at / perRow),
  }));
  const texts = placed.map(({ character, left, top }) => `<text x="${left + 5}" y="${top + 30}">${character}</text>`);
  const image = await renderAsync(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans" font-size="${fontSize}">${texts.join('')}</svg>`,
    { font: resvgFonts(fonts) },
  );
  const { pixels } = image;
  return placed.map(({ left, top }) =>
    Array.from({ length: cell }, (_, row) => {
      const start = 4 * ((top + row) * width + left);
      return pixels.toString('latin1', start, start + 4 * cell);
    }).join(''),
  );
}
