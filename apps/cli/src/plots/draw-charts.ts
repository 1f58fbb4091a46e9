import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderSvg } from '@reluctant/plotting';
import { renderPng } from '@reluctant/plotting/node';
import { writeWhole } from '@reluctant/study';
import type { NamedChart } from './study-charts.js';

/** Draws charts one after another as `<name>.svg` and `<name>.png`; gives the paths written. */
export async function drawCharts(charts: readonly NamedChart[], directory: string): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  const paths: string[] = [];
  for (const { name, chart } of charts) {
    const svg = await renderSvg(chart);
    const base = join(directory, name);
    writeWhole(`${base}.svg`, svg);
    writeWhole(`${base}.png`, await renderPng(svg));
    paths.push(`${base}.svg`, `${base}.png`);
  }
  return paths;
}
