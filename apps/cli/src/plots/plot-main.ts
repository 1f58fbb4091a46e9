/**
 * The process that draws: it takes a `PlotRequest` at a time and answers each `draw` with a `PlotResponse`.
 */
import { setFlagsFromString } from 'node:v8';
import type { EpochRow } from '@reluctant/metrics';
import { gateChart, metricChart, SvgRenderer } from '@reluctant/plotting';
import { renderPng, saveStudyPlots } from '@reluctant/plotting/node';
import { placeholderRows } from './placeholder-rows.js';
import type { PlotRequest, PlotResponse } from './plot-messages.js';
import { rowsOfLines } from './rows-of-lines.js';
import { sortedRows } from './sorted-rows.js';

// Drawing runs each piece of Vega a few times, while training uses all cores. With the usual budget the engine would spend a third
// of the time on optimising what then is not needed any more. Only where the flag is known to be (V8 11 is Node 20's): an engine that has
// lost it, as Node 24's, complains to the user.
if (Number.parseInt(process.versions.v8, 10) <= 11) setFlagsFromString('--interrupt-budget=1000000');

// Ctrl-C goes to all processes of the terminal. The one that started this says when to end; without it there is nothing to do.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

const renderer = new SvgRenderer();

/** Enough to have resvg load itself and its fonts. */
const smallest = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">a</text></svg>';

/** Rows that were handed over, and the study they are of. */
let kept: { readonly directory: string; readonly rows: EpochRow[] } | undefined;
let strategies: readonly string[] = [];
let gateReady = false;

// One request after the other, in the order in which they come.
let turn: Promise<void> = Promise.resolve();
process.on('message', (request: PlotRequest) => {
  turn = turn.then(() => handle(request));
});

async function handle(request: PlotRequest): Promise<void> {
  switch (request.kind) {
    case 'warm': {
      strategies = request.strategies;
      // Loads Vega, resvg and the fonts, makes the view of the metric charts and has the engine compile what drawing needs.
      const rows = placeholderRows(strategies, request.epochs);
      const warm = renderer.render(metricChart(rows, { metric: 'val_loss', strategies }));
      // A failure shows when drawing.
      await warm.catch(() => undefined);
      await renderPng(smallest).catch(() => undefined);
      return;
    }
    case 'lines': {
      const { directory, lines } = request;
      if (kept?.directory !== directory) kept = { directory, rows: [] };
      const rows = rowsOfLines(lines);
      for (const row of rows) kept.rows.push(row);
      const gated = rows.find(({ gates }) => gates !== undefined);
      if (gateReady || gated === undefined) return;
      gateReady = true;
      // Makes the view of the gate charts.
      await renderer.render(gateChart(rows, gated.strategy, { strategies })).catch(() => undefined);
      return;
    }
    case 'draw': {
      const response = await draw(request);
      process.send?.(response);
    }
  }
}

async function draw({ drawing, rows, directory }: Extract<PlotRequest, { kind: 'draw' }>): Promise<PlotResponse> {
  try {
    const sorted = sortedRows(rows ?? kept?.rows ?? [], drawing.strategies);
    return {
      kind: 'drawn',
      paths: await saveStudyPlots(directory, sorted, { charts: drawing.charts, renderer }),
    };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
