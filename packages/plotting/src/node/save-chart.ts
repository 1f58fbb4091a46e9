import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Chart } from '../chart.js';
import { chartRowsCsv } from '../chart-rows-csv.js';
import { renderSvg } from '../render-svg.js';
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
}

/**
 * Saves a chart as `<path>.svg`, `.png`, `.vl.json`, `.csv`, each file written whole; its folder is made if missing.
 *
 * @param path - without extension
 * @returns the paths of the files, in this order
 * @throws Error naming the file that could not be written
 */
export async function saveChart(path: string, chart: Chart, options: SaveChartOptions = {}): Promise<string[]> {
  const { svg = true, png = true, spec = false, csv = false, scale } = options;
  const picture = svg || png ? await renderSvg(chart) : '';
  const files: [extension: string, content: string | Promise<Uint8Array>][] = [];
  if (svg) files.push(['svg', picture]);
  if (png) files.push(['png', renderPng(picture, scale === undefined ? {} : { scale })]);
  if (spec) files.push(['vl.json', `${JSON.stringify(chart, null, 2)}\n`]);
  if (csv) files.push(['csv', chartRowsCsv(chart)]);
  await makeFolder(dirname(path));
  return Promise.all(
    files.map(async ([extension, content]) => {
      const file = `${path}.${extension}`;
      await writeFileWhole(file, await content);
      return file;
    }),
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot make the folder ${folder}: ${reason}`, { cause: error });
  }
}
