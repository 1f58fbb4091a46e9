import { Command, InvalidArgumentError } from 'commander';
import { fuzzUnits } from './certify/fuzz-units.js';
import { renderCertifyFuzz } from './certify-figures.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError('must be a whole number from 0 on');
  return count;
}

/**
 * `pnpm fuzz:certify`: layers of every kind of weights and rows of every kind of inputs, with and without certified
 * zeros, bit for bit. Stores tooling/benchmarks/results/certify-fuzz.json; ends with 1 if a bit differs.
 */
async function main(): Promise<void> {
  const program = new Command('fuzz:certify')
    .description('compares answers with and without certified zeros until so many units were screened')
    .option('--units <n>', 'units to screen', readCount, 1e9)
    .option('--seed <n>', 'of weights and rows', readCount, 18)
    .parse();
  const { units, seed } = program.opts<{ units: number; seed: number }>();
  let said = 0;
  const seen = await fuzzUnits({
    ...{ units, seed },
    onProgress(done) {
      if (done - said < units / 20) return;
      said = done;
      console.error(`${((100 * done) / units).toFixed(0)} %`);
    },
  });
  const result = { machine: describeMachine(), command: `pnpm fuzz:certify --units ${units} --seed ${seed}`, ...seen };
  console.log(renderCertifyFuzz(result));
  console.log(`written: ${writeResult('certify-fuzz', result)}`);
  if (seen.wrong.length > 0) process.exitCode = 1;
}

await main();
