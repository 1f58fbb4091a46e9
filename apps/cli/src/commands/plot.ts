import { join } from 'node:path';
import { readFonts, stopOnSignals } from '@reluctant/command-line';
import { printable, ReluctantError } from '@reluctant/errors';
import { readStudy, removeDeadTemporaries } from '@reluctant/runner';
import { PlotProcess } from '../plots/plot-process.js';
import { untilStopped } from '../plots/until-stopped.js';

/** Flags of `reluctant plot`. */
export interface PlotFlags {
  readonly font?: readonly string[];
}

/**
 * `reluctant plot <run directory>`: draws the pictures of a study, finished or not, from its rows.
 *
 * @returns the exit code
 */
export async function plotCommand(directory: string, flags: PlotFlags = {}): Promise<number> {
  const fonts = await readFonts(flags.font);
  const { runs, damages } = readStudy(directory);
  if (runs === 0)
    throw new ReluctantError('wrong-state', `${directory} holds no finished run yet: there is nothing to draw`, {
      kind: 'failure',
    });
  for (const damage of damages) process.stderr.write(`${damage}; it is left out\n`);
  removeDeadTemporaries(join(directory, 'plots'));
  const stopping = stopOnSignals();
  const drawer = new PlotProcess(stopping.signal, fonts);
  try {
    return await untilStopped(stopping, 'the same command draws all pictures', async () => {
      const paths = await drawer.draw(directory);
      process.stdout.write(paths.map((path) => `${printable(path, Number.POSITIVE_INFINITY)}\n`).join(''));
      return 0;
    });
  } finally {
    await drawer.dispose();
    stopping.release();
  }
}
