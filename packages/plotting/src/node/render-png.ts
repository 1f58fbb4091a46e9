import { invalidOption, optionCheck } from '@reluctant/errors';
import { resvgFonts } from './resvg-fonts.js';

/** How to draw a PNG. */
export interface PngOptions {
  /** Pixels of the picture per pixel of the SVG; > 0. Default 1.5. */
  readonly scale?: number;
}

const checkOptions = optionCheck<PngOptions>('renderPng', { scale: true });

/**
 * Draws an SVG document as a PNG with resvg, off the main thread, in the DejaVu Sans that comes with this package: the fonts of
 * the machine are not looked at, so the picture is the same everywhere. resvg is loaded at the first call.
 *
 * @throws ReluctantError when `scale` is not a positive number
 * @throws Error with resvg's message when `svg` is not an SVG document
 */
export async function renderPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions(options);
  const { scale = 1.5 } = options;
  if (!(scale > 0 && Number.isFinite(scale))) throw invalidOption('scale', 'a positive number', scale);
  // resvg's allocator, mimalloc, reads this when resvg is loaded: huge pages where the system has them. A picture is painted in
  // megabytes of fresh memory, and touching them by pages of 4 KiB takes as long as painting.
  process.env.MIMALLOC_ALLOW_LARGE_OS_PAGES ??= '1';
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: resvgFonts,
  });
  return image.asPng();
}
