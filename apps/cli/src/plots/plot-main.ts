/** The drawing process: it handles one `PlotRequest` at a time and answers each `draw` with a `PlotResponse`. */
import type { EpochRow } from '@reluctant/metrics';
import { SvgRenderer } from '@reluctant/plotting';
import { saveStudyPlots } from '@reluctant/plotting/node';
import type { PlotRequest, PlotResponse } from './plot-messages.js';
import { rowsOfLines } from './rows-of-lines.js';
import { sortedRows } from './sorted-rows.js';

// Ctrl-C signals all processes of the terminal. The parent process decides when this one ends.
process.on('SIGINT', () => undefined);
// Between two turns of the event loop no file is half written.
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());
// Nobody may read the warnings of the libraries.
process.stderr.on('error', () => undefined);

const renderer = new SvgRenderer();

/** The rows received so far, and the study they belong to. */
let kept: { readonly directory: string; readonly rows: EpochRow[] } | undefined;

// Requests run one after another, in the order of arrival.
let turn: Promise<void> = Promise.resolve();
process.on('message', (request: PlotRequest) => {
  turn = turn.then(() => handle(request));
});

async function handle(request: PlotRequest): Promise<void> {
  switch (request.kind) {
    case 'lines': {
      const { directory, lines } = request;
      if (kept?.directory !== directory) kept = { directory, rows: [] };
      for (const row of rowsOfLines(lines)) kept.rows.push(row);
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
