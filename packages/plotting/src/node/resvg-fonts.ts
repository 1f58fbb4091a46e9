import { createRequire } from 'node:module';
import type { ResvgRenderOptions } from '@resvg/resvg-js';

type FontOptions = NonNullable<ResvgRenderOptions['font']>;

const require = createRequire(import.meta.url);

/** DejaVu Sans from its npm package, which all PNGs are drawn with. System fonts are not used. */
const bundled = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);

/**
 * The fonts of PNGs: DejaVu Sans, and for characters that it does not have the first of `fonts` that has them.
 *
 * @param fonts - paths of TrueType or OpenType files
 */
export function resvgFonts(fonts: readonly string[] = []): FontOptions {
  return {
    loadSystemFonts: false,
    fontFiles: [...bundled, ...fonts],
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
}
