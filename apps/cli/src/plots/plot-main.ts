/** The drawing process: it handles one `PlotRequest` at a time and answers each with a `PlotResponse`. */
import { join } from 'node:path';
import { type NamedChart, SvgRenderer } from '@reluctant/plotting';
import { saveCharts } from '@reluctant/plotting/node';
import { readStudy, readSummary } from '@reluctant/runner';
import { studyCharts } from '@reluctant/study-charts';
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

async function draw({ directory, charts, fonts }: PlotRequest): Promise<PlotResponse> {
  try {
    const missing: string[] = [];
    const paths = await saveCharts(join(directory, 'plots'), charts ?? chartsOf(directory), {
      ...{ fonts, renderer },
      onMissingGlyphs: (characters) => void missing.push(...characters),
    });
    writePictureList(directory, paths, fonts);
    return { kind: 'drawn', paths, missing };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** All charts of the study in a directory, finished or not. */
function chartsOf(directory: string): Iterable<NamedChart> {
  const { rows, strategies, config, finished } = readStudy(directory);
  const summary = finished ? readSummary(directory) : undefined;
  return studyCharts({ rows, strategies, epochs: config.epochs, summary });
}
