import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { optionCheck } from '@reluctant/errors';
import type { NamedChart } from '../chart.js';
import { SvgRenderer } from '../svg-renderer.js';
import { layOutChart, type SaveChartOptions, saveChartOptionNames, tellMissingGlyphs } from './save-chart.js';

const checkOptions = optionCheck<SaveChartOptions>('saveCharts', saveChartOptionNames);

/**
 * Saves charts one after the other as `<folder>/<name>.svg` and `.png` (and further files by `options`).
 *
 * While one chart's PNG is drawn on a libuv thread, the next chart is laid out.
 *
 * @param charts - file names without extension and charts, each computed when it is its turn
 * @returns the paths of all files
 * @throws Error naming the file that could not be written
 */
export async function saveCharts(
  folder: string,
  charts: Iterable<NamedChart>,
  options: SaveChartOptions = {},
): Promise<string[]> {
  checkOptions(options);
  const { renderer } = options;
  if (renderer !== undefined) return saveAll(folder, charts, options, renderer);
  const own = new SvgRenderer();
  try {
    return await saveAll(folder, charts, options, own);
  } finally {
    await own.release();
  }
}

async function saveAll(
  folder: string,
  charts: Iterable<NamedChart>,
  options: SaveChartOptions,
  renderer: SvgRenderer,
): Promise<string[]> {
  const files = { ...options, renderer };
  const saved: Promise<string[]>[] = [];
  const texts = new Set<string>();
  for (const [name, chart] of charts) {
    const laidOut = await layOutChart(join(folder, name), chart, files);
    for (const text of laidOut.texts) texts.add(text);
    saved.push(laidOut.saved);
    // Layout never waits for I/O. Without a turn of the event loop, all PNGs would be drawn only after the last layout.
    await setImmediate();
  }
  const paths = (await Promise.all(saved)).flat();
  await tellMissingGlyphs(texts, options);
  return paths;
}
