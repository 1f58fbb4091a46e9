import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type OptionNames, optionCheck, printable, ReluctantError } from '@reluctant/errors';
import type { Chart } from '../chart.js';
import { chartRowsCsv } from '../chart-rows-csv.js';
import { renderSvg } from '../render-svg.js';
import type { SvgRenderer } from '../svg-renderer.js';
import { renderPng } from './render-png.js';
import { writeFileWhole } from './write-file-whole.js';

/** Which files to write. */
export interface SaveChartOptions {
  /** Default true. */
  readonly svg?: boolean;
  /** Default true. */
  readonly png?: boolean;
  /** The Vega-Lite specification, as `.vl.json`. Default false. */
  readonly spec?: boolean;
  /** Its rows, as `.csv`. Default false. */
  readonly csv?: boolean;
  /** Pixels of the PNG per pixel of the SVG. Default 1.5. */
  readonly scale?: number;
  /** Draws the SVG, for callers that draw many charts. Default: `renderSvg`. */
  readonly renderer?: SvgRenderer;
}

/** The names of {@link SaveChartOptions}. */
export const saveChartOptionNames: OptionNames<SaveChartOptions> = {
  svg: true,
  png: true,
  spec: true,
  csv: true,
  scale: true,
  renderer: true,
};

const checkOptions = optionCheck<SaveChartOptions>('saveChart', saveChartOptionNames);

/**
 * Saves a chart as `<path>.svg`, `.png`, `.vl.json`, `.csv`, each file written whole; its folder is made if missing.
 *
 * @param path - without extension
 * @returns the paths of the files, in this order
 * @throws Error naming the file that could not be written
 */
export async function saveChart(path: string, chart: Chart, options: SaveChartOptions = {}): Promise<string[]> {
  checkOptions(options);
  const { saved } = await layOutChart(path, chart, options);
  return saved;
}

/**
 * {@link saveChart} in two steps: the promise is kept when the chart is laid out, `saved` when its files are written, which other
 * threads do the most of.
 */
export async function layOutChart(
  path: string,
  chart: Chart,
  options: SaveChartOptions = {},
): Promise<{ readonly saved: Promise<string[]> }> {
  const { svg = true, png = true, spec = false, csv = false, scale, renderer } = options;
  const draw = () => (renderer === undefined ? renderSvg(chart) : renderer.render(chart));
  const picture = svg || png ? await draw() : '';
  const files: [extension: string, content: string | Promise<Uint8Array>][] = [];
  if (svg) files.push(['svg', picture]);
  if (png) files.push(['png', renderPng(picture, scale === undefined ? {} : { scale })]);
  if (spec) files.push(['vl.json', `${JSON.stringify(chart, null, 2)}\n`]);
  if (csv) files.push(['csv', chartRowsCsv(chart)]);
  const saved = writeFiles(path, files);
  // Whoever waits for `saved` hears of a failure; until then it must not end the process.
  saved.catch(() => undefined);
  return { saved };
}

async function writeFiles(
  path: string,
  files: readonly (readonly [extension: string, content: string | Promise<Uint8Array>])[],
): Promise<string[]> {
  // All started before the first is waited for: a failure of one must not leave another unheard.
  const contents = Promise.all(files.map(([, content]) => content));
  const [bytes] = await Promise.all([contents, makeFolder(dirname(path))]);
  return Promise.all(
    files.map(async ([extension], index) => {
      const file = `${path}.${extension}`;
      await writeFileWhole(file, bytes[index] ?? '');
      return file;
    }),
  );
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
