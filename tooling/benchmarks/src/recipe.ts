import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import { recipeCells } from './recipe/cells.js';
import { recipeTables } from './recipe/recipe-figures.js';
import type { RecipeResult } from './recipe/recipe-result.js';
import { type TrainedCell, trainCell } from './recipe/train-cell.js';
import { writeResult } from './result-file.js';

interface Options {
  readonly seeds: string;
  readonly processes: string;
  readonly folder: string;
  readonly fresh?: boolean;
}

/**
 * `pnpm bench:recipe`: trains the factorial of activations and pressures on several data sets and stores the results of
 * each run on its test rows. Each training is stored when it ends, so a stopped command continues when it is started
 * again at the same commit.
 */
async function main(): Promise<void> {
  const options = new Command('bench:recipe')
    .description('Compare recipes for sparsity: activations × L1 and learning rate, paired by seed')
    .option('--seeds <n>', 'data sets, each with its own initial weights', '10')
    .option('--processes <n>', 'concurrent trainings', String(availableParallelism()))
    .option('--folder <path>', 'directory for unfinished work', `runs/recipe/${describeMachine().commit}`)
    .option('--fresh', 'train everything again')
    .parse()
    .opts<Options>();
  if (options.fresh === true) rmSync(options.folder, { recursive: true, force: true });
  // Ordered by repeat, so that an early stop leaves complete repeats.
  const jobs = Array.from({ length: Number(options.seeds) }, (_, repeat) =>
    recipeCells.map((cell) => ({ cell, repeat })),
  ).flat();
  const done: TrainedCell[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index];
      if (job === undefined) return;
      const trained = await trainCell(job.cell, job.repeat, options.folder);
      done[index] = trained;
      const { cell, seed, accuracy, loss, zeros } = trained.run;
      const count = Object.keys(done).length;
      console.error(
        `${count}/${jobs.length} ${cell}, seed ${seed}: accuracy ${accuracy}, loss ${loss.toFixed(4)}, zeros ${zeros.toFixed(4)}`,
      );
    }
  };
  await Promise.all(Array.from({ length: Number(options.processes) }, work));
  const [first] = done;
  if (first === undefined) throw new Error('nothing was trained: --seeds must be at least 1');
  const { engine, epochs, widths, testRows } = first;
  if (done.some((one) => one.engine !== engine)) {
    throw new Error(`${options.folder} holds trainings of different engines: start again with --fresh`);
  }
  const result: RecipeResult = {
    machine: describeMachine(),
    command: `pnpm bench:recipe --seeds ${options.seeds}`,
    ...{ engine, widths, epochs, testRows },
    runs: done.map(({ run }) => run),
  };
  console.log(recipeTables(result));
  console.log(`written: ${writeResult('recipe', result)}`);
}

await main();
