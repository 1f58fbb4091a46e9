import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Stranger } from './stranger.js';

/** Commands as their READMEs start them, and a file that each writes. */
const trials = [
  {
    command: 'reluctant',
    args: 'run --epochs 1 --n_runs 1 --n_workers 1 --n_samples 200 --strategies relu,stoch --plots --out runs/study',
    writes: 'runs/study/plots/val_loss.png',
  },
  {
    command: 'reluctant-sparse',
    args: 'train --width 16 --n_layers 1 --epochs 1 --n_samples 400 --out runs/net',
    writes: 'runs/net/model.safetensors',
  },
];

/**
 * Starts the commands by `npx`, which installs them, in an empty folder.
 *
 * @returns a sentence for each command that does not write its file
 */
export async function checkCommands(stranger: Stranger): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { command, args, writes } of trials) {
    await stranger.run('npx', ['--yes', command, ...args.split(' ')]);
    if (!existsSync(join(stranger.folder, writes))) faults.push(`npx ${command} ${args} wrote no ${writes}`);
  }
  return faults;
}
