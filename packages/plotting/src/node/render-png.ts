import { invalidOption, optionCheck } from '@reluctant/errors';
import { checkFonts } from './check-fonts.js';
import { resvgFonts } from './resvg-fonts.js';

/** Options of {@link renderPng}. */
export interface PngOptions {
  /** PNG pixels per SVG pixel; > 0. Default 1.5. */
  readonly scale?: number;
  /**
   * Paths of TrueType or OpenType files (.ttf, .otf, .ttc) for characters that DejaVu Sans does not have, such as those
   * of Chinese, Japanese and Korean; the first that has a character draws it. Default: none.
   */
  readonly fonts?: readonly string[];
}

const checkOptions = optionCheck<PngOptions>('renderPng', { scale: true, fonts: true });

/**
 * Draws an SVG document as a PNG with resvg, off the main thread, with the bundled DejaVu Sans and the fonts given;
 * system fonts are ignored, so that the picture is the same everywhere. A character that no font has is drawn as an
 * empty box; `missingGlyphs` names it. resvg is loaded at the first call.
 *
 * @throws ReluctantError if `scale` is not a positive number or a font cannot be used
 * @throws Error with resvg's message if `svg` is not an SVG document
 */
export async function renderPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions(options);
  const { scale = 1.5, fonts = [] } = options;
  if (!(scale > 0 && Number.isFinite(scale))) throw invalidOption('scale', 'a positive number', scale);
  checkFonts(fonts);
  // resvg's allocator, mimalloc, reads this when resvg is loaded: huge pages, if the system has them, reduce page
  // faults on the freshly allocated image memory.
  process.env.MIMALLOC_ALLOW_LARGE_OS_PAGES ??= '1';
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: resvgFonts(fonts),
  });
  return image.asPng();
}
