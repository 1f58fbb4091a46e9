import { parentPort } from 'node:worker_threads';
import { metricChart, renderSvg } from '@reluctant/plotting';
import { renderPng } from '@reluctant/plotting/node';
import { drawCharts } from './draw-charts.js';
import type { PlotRequest, PlotResponse } from './plot-messages.js';

const port = parentPort;
if (port === null) throw new Error('plot-worker runs as a worker thread');

port.on('message', async (request: PlotRequest) => {
  try {
    if (request.kind === 'warm') {
      // Loads Vega, resvg and the fonts, and has the engine compile what drawing needs.
      await renderPng(await renderSvg(metricChart([], { metric: 'val_loss', strategies: ['relu'] })));
      return;
    }
    const paths = await drawCharts(request.charts, request.directory);
    port.postMessage({ kind: 'drawn', paths } satisfies PlotResponse);
  } catch (error) {
    if (request.kind === 'warm') return;
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: 'failed', message } satisfies PlotResponse);
  }
});
