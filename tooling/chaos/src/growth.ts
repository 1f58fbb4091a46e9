import { describeMachine, type GrowthResult, type GrowthRow, writeResult } from '@reluctant/benchmarks';
import { Command } from 'commander';
import { growthInRows, runsOfGrowth } from './growth/growth-in-rows.js';
import { growthInRuns } from './growth/growth-in-runs.js';

/**
 * `pnpm chaos:growth`: time and memory of the commands on studies of more and more rows, and memory, handles and
 * threads of a study of many runs. Stores tooling/benchmarks/results/growth.json.
 */
async function main(): Promise<void> {
  const flags = new Command('chaos:growth')
    .option('--rows <n>', 'rows of the largest study; it takes some hundred bytes of disk a row', '10000000')
    .option('--runs <n>', 'runs of the study of many runs', '5000')
    .parse()
    .opts<{ readonly rows: string; readonly runs: string }>();
  const machine = describeMachine();
  const manyRuns = await growthInRuns(Number(flags.runs));
  console.log(manyRuns.samples);
  const rows: GrowthRow[] = [];
  for (let count = 10_000; count <= Number(flags.rows); count *= 10) {
    rows.push(await growthInRows(count));
    console.log(JSON.stringify(rows.at(-1), null, 1));
    // After each study, as the largest one takes long.
    const command = `pnpm chaos:growth --rows ${count} --runs ${flags.runs}`;
    const result: GrowthResult = { machine, command, runs: runsOfGrowth, rows, manyRuns };
    console.log(`written: ${writeResult('growth', result)}`);
  }
}

await main();
