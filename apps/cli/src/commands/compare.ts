import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readFonts, refuseFile, stopOnSignals } from '@reluctant/command-line';
import { printable, ReluctantError } from '@reluctant/errors';
import { findings } from '@reluctant/presets';
import { makeDirectory, removeDeadTemporaries, writeJson, writeWhole } from '@reluctant/runner';
import { comparableStudy, compareStudies } from '@reluctant/study';
import { studiesCharts } from '@reluctant/study-charts';
import { readFinishedStudy, studiesIn } from '../directory/finished-studies.js';
import { hasOldPictures } from '../plots/picture-list.js';
import { PlotProcess } from '../plots/plot-process.js';
import { untilStopped } from '../plots/until-stopped.js';
import { printBetween } from '../report/print-between.js';
import { comparisonName } from './comparison-name.js';

/** Flags of `reluctant compare`. */
export interface CompareFlags {
  readonly out?: string;
  readonly plots?: boolean;
  readonly font?: readonly string[];
  readonly json?: boolean;
}

/**
 * `reluctant compare <run directory> <run directory>…`: compares finished studies with the first one. Writes
 * `comparison.json`, `findings.md` and pictures. A sweep counts as all of its studies. The compared directories stay as
 * they are.
 *
 * @returns the exit code
 */
export async function compareCommand(directories: readonly string[], flags: CompareFlags): Promise<number> {
  const fonts = await readFonts(flags.font);
  const expanded = directories.flatMap((directory) => studiesIn(directory).map(({ path }) => path));
  if (expanded.length < 2) throw new ReluctantError('invalid-argument', 'compare needs two finished studies or more');
  const twice = expanded.find((directory, index) => expanded.map(absolute).indexOf(absolute(directory)) < index);
  if (twice !== undefined) throw new ReluctantError('invalid-argument', `${twice} is given twice`);
  const labels = labelsOf(expanded);
  const studies = expanded.map((directory, index) => readFinishedStudy(directory, labels[index] ?? directory));
  // The studies of one sweep were declared together.
  const between = compareStudies(studies.map(comparableStudy), { declaredTogether: directories.length === 1 });
  const out = flags.out ?? join('runs', comparisonName(labels));
  refuseFile(out);
  const held = ['config.json', 'sweep.json'].find((name) => existsSync(join(out, name)));
  if (held !== undefined)
    throw new ReluctantError('invalid-option', `${out} holds a study (${held}): choose another directory with --out`);
  makeDirectory(out);
  for (const folder of [out, join(out, 'plots')]) removeDeadTemporaries(folder);
  writeJson(join(out, 'comparison.json'), between);
  const path = join(out, 'findings.md');
  writeWhole(path, findings({ preset: undefined, parts: studies, between }));
  const print = (pictures: readonly string[]): number => {
    const oldPictures = hasOldPictures(out)
      ? 'The pictures show earlier results: the same command with --plots draws them again.'
      : undefined;
    printBetween(between, { out, before: false, json: flags.json === true, pictures, oldPictures, findings: path });
    return 0;
  };
  if (flags.plots !== true) return print([]);
  const stopping = stopOnSignals();
  const say = (text: string): void => {
    if (flags.json !== true) process.stderr.write(`${text}\n`);
  };
  const drawer = new PlotProcess(stopping.signal, { fonts, say });
  try {
    const remedy = `the comparison is stored in ${printable(out, Number.POSITIVE_INFINITY)}; the same command draws all pictures`;
    return await untilStopped(stopping, remedy, async () =>
      print(await drawer.draw(out, studiesCharts(between, studies))),
    );
  } finally {
    await drawer.dispose();
    stopping.release();
  }
}

/** Labels for tables and charts: base names, or whole paths if base names are equal; control characters are escaped. */
function labelsOf(directories: readonly string[]): string[] {
  const names = directories.map((directory) => basename(resolve(directory)));
  return (new Set(names).size === names.length ? names : directories).map((name) =>
    printable(name, Number.POSITIVE_INFINITY),
  );
}

function absolute(directory: string): string {
  return resolve(directory);
}
