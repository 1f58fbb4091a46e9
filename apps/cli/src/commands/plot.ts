import { join } from 'node:path';
import { readFonts, stopOnSignals } from '@reluctant/command-line';
import { printable, ReluctantError } from '@reluctant/errors';
import { readStudy, removeDeadTemporaries } from '@reluctant/runner';
import { isStudy, isSweep, studiesIn } from '../directory/finished-studies.js';
import { PlotProcess } from '../plots/plot-process.js';
import { sweepCharts } from '../plots/sweep-charts.js';
import { untilStopped } from '../plots/until-stopped.js';

/** Flags of `reluctant plot`. */
export interface PlotFlags {
  readonly font?: readonly string[];
}

/**
 * `reluctant plot <run directory>`: draws the pictures of a study, finished or not, from its rows; of a sweep those of
 * each study that has rows, and, once all are finished, those over all studies.
 *
 * @returns the exit code
 */
export async function plotCommand(directory: string, flags: PlotFlags = {}): Promise<number> {
  const fonts = await readFonts(flags.font);
  const studies = studiesIn(directory).filter(({ path }) => hasRuns(path, directory));
  if (studies.length === 0)
    throw new ReluctantError('wrong-state', `${directory} holds no finished run yet: there is nothing to draw`, {
      kind: 'failure',
    });
  const stopping = stopOnSignals();
  const drawer = new PlotProcess(stopping.signal, { fonts, say: (text) => void process.stderr.write(`${text}\n`) });
  const say = (paths: readonly string[]): void => {
    process.stdout.write(paths.map((path) => `${printable(path, Number.POSITIVE_INFINITY)}\n`).join(''));
  };
  try {
    return await untilStopped(stopping, 'the same command draws all pictures', async () => {
      for (const { path } of studies) {
        removeDeadTemporaries(join(path, 'plots'));
        say(await drawer.draw(path));
      }
      const over = isSweep(directory) ? sweepCharts(directory) : undefined;
      if (over !== undefined) {
        removeDeadTemporaries(join(directory, 'plots'));
        say(await drawer.draw(directory, over));
      }
      return 0;
    });
  } finally {
    await drawer.dispose();
    stopping.release();
  }
}

/** Whether a study has a finished run. Studies of a sweep that are not begun have none. */
function hasRuns(path: string, directory: string): boolean {
  if (path !== directory && !isStudy(path)) return false;
  const { runs, damages } = readStudy(path);
  for (const damage of damages) process.stderr.write(`${damage}; it is left out\n`);
  return runs > 0;
}
