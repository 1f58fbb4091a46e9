/** The drawing process: it handles one `PlotRequest` at a time and answers each with a `PlotResponse`. */
import { SvgRenderer } from '@reluctant/plotting';
import { saveStudyPlots } from '@reluctant/plotting/node';
import { readStudy } from '@reluctant/runner';
import { drawnRows } from './drawn-rows.js';
import { writePictureList } from './picture-list.js';
import type { PlotRequest, PlotResponse } from './plot-messages.js';

// Ctrl-C signals all processes of the terminal. The parent process decides when this one ends.
process.on('SIGINT', () => undefined);
// Between two turns of the event loop no file is half written.
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());
// Nobody may read the warnings of the libraries.
process.stderr.on('error', () => undefined);

const renderer = new SvgRenderer();

// Requests run one after another, in the order of arrival.
let turn: Promise<void> = Promise.resolve();
process.on('message', (request: PlotRequest) => {
  turn = turn.then(async () => {
    const response = await draw(request);
    // The parent may have been killed at this moment, and then nobody waits for the answer.
    process.send?.(response, undefined, undefined, () => undefined);
  });
});

async function draw({ drawing, study, directory }: PlotRequest): Promise<PlotResponse> {
  try {
    const { strategies, charts } = drawing;
    const paths = await saveStudyPlots(directory, study ? rowsIn(directory) : [], { strategies, charts, renderer });
    writePictureList(directory, paths);
    return { kind: 'drawn', paths };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function rowsIn(directory: string): ReturnType<typeof drawnRows> {
  const { rows, config } = readStudy(directory);
  return drawnRows({ rows, epochs: config.epochs });
}
