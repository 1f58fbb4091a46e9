import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type OptionNames, optionCheck, printable, ReluctantError } from '@reluctant/errors';
import type { Chart } from '../chart.js';
import { chartRowsCsv } from '../chart-rows-csv.js';
import { renderSvg } from '../render-svg.js';
import type { SvgRenderer } from '../svg-renderer.js';
import { svgTexts } from '../svg-texts.js';
import { missingGlyphs } from './missing-glyphs.js';
import { type PngOptions, renderPng } from './render-png.js';
import { writeFileWhole } from './write-file-whole.js';

/** Files to write. */
export interface SaveChartOptions extends PngOptions {
  /** Default true. */
  readonly svg?: boolean;
  /** Default true. */
  readonly png?: boolean;
  /** The Vega-Lite specification, as `.vl.json`. Default false. */
  readonly spec?: boolean;
  /** Its rows, as `.csv`. Default false. */
  readonly csv?: boolean;
  /** Renders the SVG; callers that draw many charts can share a renderer. Default: `renderSvg`. */
  readonly renderer?: SvgRenderer;
  /**
   * Called once if the PNGs have characters that no font has, with these characters; see `missingGlyphs`. Default: not
   * looked for.
   */
  readonly onMissingGlyphs?: (characters: readonly string[]) => void;
}

/** The keys of {@link SaveChartOptions}. */
export const saveChartOptionNames: OptionNames<SaveChartOptions> = {
  svg: true,
  png: true,
  spec: true,
  csv: true,
  scale: true,
  fonts: true,
  renderer: true,
  onMissingGlyphs: true,
};

const checkOptions = optionCheck<SaveChartOptions>('saveChart', saveChartOptionNames);

/**
 * Saves a chart as `<path>.svg`, `.png`, `.vl.json`, `.csv`, each file written atomically; the folder is created if
 * missing.
 *
 * @param path - without extension
 * @returns the paths of the files, in this order
 * @throws Error naming the file that could not be written
 */
export async function saveChart(path: string, chart: Chart, options: SaveChartOptions = {}): Promise<string[]> {
  checkOptions(options);
  const { saved, texts } = await layOutChart(path, chart, options);
  const paths = await saved;
  await tellMissingGlyphs(texts, options);
  return paths;
}

/** Calls `onMissingGlyphs` if PNGs of these texts are drawn and have characters without a glyph. */
export async function tellMissingGlyphs(
  texts: Iterable<string>,
  { png = true, fonts, onMissingGlyphs }: SaveChartOptions,
): Promise<void> {
  if (!png || onMissingGlyphs === undefined) return;
  const missing = await missingGlyphs(texts, fonts);
  if (missing.length > 0) onMissingGlyphs(missing);
}

/**
 * {@link saveChart} in two steps: the returned promise resolves when the chart is laid out, `saved` when its files are
 * written, mostly by other threads. `texts` are those of the picture.
 */
export async function layOutChart(
  path: string,
  chart: Chart,
  options: SaveChartOptions = {},
): Promise<{ readonly saved: Promise<string[]>; readonly texts: readonly string[] }> {
  const { svg = true, png = true, spec = false, csv = false, scale, fonts, renderer } = options;
  const draw = () => (renderer === undefined ? renderSvg(chart) : renderer.render(chart));
  const picture = svg || png ? await draw() : '';
  const files: [extension: string, content: string | Promise<Uint8Array>][] = [];
  if (svg) files.push(['svg', picture]);
  if (png) files.push(['png', renderPng(picture, { ...(scale !== undefined && { scale }), ...(fonts && { fonts }) })]);
  if (spec) files.push(['vl.json', `${JSON.stringify(chart, null, 2)}\n`]);
  if (csv) files.push(['csv', chartRowsCsv(chart)]);
  const saved = writeFiles(path, files);
  // Callers of `saved` see a failure; until they await it, it must not terminate the process as an unhandled rejection.
  saved.catch(() => undefined);
  return { saved, texts: svgTexts(picture) };
}

async function writeFiles(
  path: string,
  files: readonly (readonly [extension: string, content: string | Promise<Uint8Array>])[],
): Promise<string[]> {
  // All writes start before the first is awaited, so that no rejection stays unhandled.
  const contents = Promise.all(files.map(([, content]) => content));
  const [bytes] = await Promise.all([contents, makeFolder(dirname(path))]);
  return files.map(([extension], index) => {
    const file = `${path}.${extension}`;
    writeFileWhole(file, bytes[index] ?? '');
    return file;
  });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `cannot make the folder ${printable(folder)}: ${reason}`;
    throw new ReluctantError('input-output', message, { path: [folder], cause: error });
  }
}
