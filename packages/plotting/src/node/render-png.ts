import { invalidOption, optionCheck } from '@reluctant/errors';
import { resvgFonts } from './resvg-fonts.js';

/** Options of {@link renderPng}. */
export interface PngOptions {
  /** PNG pixels per SVG pixel; > 0. Default 1.5. */
  readonly scale?: number;
}

const checkOptions = optionCheck<PngOptions>('renderPng', { scale: true });

/**
 * Draws an SVG document as a PNG with resvg, off the main thread, with the bundled DejaVu Sans only; system fonts are
 * ignored, so that the picture is the same everywhere. resvg is loaded at the first call.
 *
 * @throws ReluctantError if `scale` is not a positive number
 * @throws Error with resvg's message if `svg` is not an SVG document
 */
export async function renderPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions(options);
  const { scale = 1.5 } = options;
  if (!(scale > 0 && Number.isFinite(scale))) throw invalidOption('scale', 'a positive number', scale);
  // resvg's allocator, mimalloc, reads this when resvg is loaded: huge pages, if the system has them, reduce page
  // faults on the freshly allocated image memory.
  process.env.MIMALLOC_ALLOW_LARGE_OS_PAGES ??= '1';
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: resvgFonts,
  });
  return image.asPng();
}
