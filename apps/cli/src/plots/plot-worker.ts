import { parentPort } from 'node:worker_threads';
import type { EpochRow } from '@reluctant/metrics';
import { metricChart, renderSvg } from '@reluctant/plotting';
import { renderPng, saveStudyPlots } from '@reluctant/plotting/node';
import type { PlotRequest, PlotResponse } from './plot-messages.js';
import { rowsOfLines } from './rows-of-lines.js';
import { sortedRows } from './sorted-rows.js';

const port = parentPort;
if (port === null) throw new Error('plot-worker.js runs as a worker thread');

/** Rows that were handed over, and the study they are of. */
let kept: { readonly directory: string; readonly rows: EpochRow[] } | undefined;

port.on('message', async (request: PlotRequest) => {
  switch (request.kind) {
    case 'warm': {
      // Loads Vega, resvg and the fonts, and has the engine compile what drawing needs. A failure shows when drawing.
      const chart = metricChart([], { metric: 'val_loss', strategies: request.strategies });
      await renderSvg(chart)
        .then((svg) => renderPng(svg))
        .catch(() => undefined);
      return;
    }
    case 'lines': {
      const { directory, lines, quantiles } = request;
      if (kept?.directory !== directory) kept = { directory, rows: [] };
      for (const row of rowsOfLines(lines, quantiles)) kept.rows.push(row);
      return;
    }
    case 'draw':
      port.postMessage(await draw(request));
  }
});

async function draw({ drawing, rows, directory }: Extract<PlotRequest, { kind: 'draw' }>): Promise<PlotResponse> {
  try {
    const { strategies, ...options } = drawing;
    const sorted = sortedRows(rows ?? kept?.rows ?? [], strategies);
    return { kind: 'drawn', paths: await saveStudyPlots(directory, sorted, options) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
