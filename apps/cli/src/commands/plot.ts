import { join } from 'node:path';
import { stopOnSignals } from '@reluctant/command-line';
import { printable, ReluctantError } from '@reluctant/errors';
import { readStudy, readSummary, removeDeadTemporaries } from '@reluctant/runner';
import { PlotProcess } from '../plots/plot-process.js';
import { studyDrawing } from '../plots/study-drawing.js';
import { untilStopped } from '../plots/until-stopped.js';

/**
 * `reluctant plot <run directory>`: draws the pictures of a study, finished or not, from its rows.
 *
 * @returns the exit code
 */
export async function plotCommand(directory: string): Promise<number> {
  const { runs, strategies, finished, damages } = readStudy(directory);
  if (runs === 0)
    throw new ReluctantError('wrong-state', `${directory} holds no finished run yet: there is nothing to draw`, {
      kind: 'failure',
    });
  for (const damage of damages) process.stderr.write(`${damage}; it is left out\n`);
  const summary = finished ? readSummary(directory) : undefined;
  removeDeadTemporaries(join(directory, 'plots'));
  const stopping = stopOnSignals();
  const drawer = new PlotProcess(stopping.signal);
  try {
    return await untilStopped(stopping, 'the same command draws all pictures', async () => {
      const paths = await drawer.draw(directory, studyDrawing(strategies, summary), true);
      process.stdout.write(paths.map((path) => `${printable(path, Number.POSITIVE_INFINITY)}\n`).join(''));
      return 0;
    });
  } finally {
    await drawer.dispose();
    stopping.release();
  }
}
