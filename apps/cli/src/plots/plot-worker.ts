import { parentPort } from 'node:worker_threads';
import { metricChart, renderSvg } from '@reluctant/plotting';
import { renderPng, saveStudyPlots } from '@reluctant/plotting/node';
import type { PlotRequest, PlotResponse } from './plot-messages.js';

const port = parentPort;
if (port === null) throw new Error('plot-worker.js runs as a worker thread');

port.on('message', async (request: PlotRequest) => {
  if (request.kind === 'warm') {
    // Loads Vega, resvg and the fonts, and has the engine compile what drawing needs. A failure shows when drawing.
    const chart = metricChart([], { metric: 'val_loss', strategies: ['relu'] });
    await renderSvg(chart)
      .then((svg) => renderPng(svg))
      .catch(() => undefined);
    return;
  }
  let response: PlotResponse;
  try {
    response = { kind: 'drawn', paths: await saveStudyPlots(request.directory, request.rows) };
  } catch (error) {
    response = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(response);
});
