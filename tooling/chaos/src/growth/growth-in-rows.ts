import { cpSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GrowthRow } from '@reluctant/benchmarks';
import { RandomState } from '@reluctant/random';
import { Ground } from '../ground.js';
import { measureCommand } from './measured-command.js';
import { type StudyFlags, unfinish, writeStudy } from './write-study.js';

/** Runs of each study: five of two strategies. */
export const runsOfGrowth = 10;

/** Measures the commands that read a study on one with a number of rows. */
export async function growthInRows(rows: number): Promise<GrowthRow> {
  const ground = new Ground(new RandomState(0));
  try {
    const flags: StudyFlags = {
      ...{ strategies: ['relu', 'silu'], n_runs: runsOfGrowth / 2, n_samples: 300 },
      epochs: rows / runsOfGrowth,
    };
    const out = join(ground.path, 'out');
    await writeStudy(out, flags);
    copyLinked(out, join(ground.path, 'other'));
    const run = [
      'run',
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
      '--out',
      'out',
    ];
    const commands = [
      await measureCommand(ground, 'run', run),
      await measureCommand(ground, 'plot', ['plot', 'out']),
      await measureCommand(ground, 'compare', ['compare', 'out', 'other', '--out', 'both']),
    ];
    unfinish(out);
    commands.push(await measureCommand(ground, 'run --resume', [...run, '--resume']));
    return { rows, bytes: statSync(join(out, 'metrics.jsonl')).size, commands };
  } finally {
    ground.clear();
  }
}

/** A second directory of the same study that shares its largest file. */
function copyLinked(from: string, to: string): void {
  mkdirSync(to);
  const rows = join(from, 'metrics.jsonl');
  cpSync(from, to, { recursive: true, filter: (path) => path !== rows });
  rmSync(join(to, 'metrics.jsonl'), { force: true });
  linkSync(rows, join(to, 'metrics.jsonl'));
}
