import { trainTestSplit } from '@reluctant/data';
import {
  classLabels,
  describeTable,
  featureNames,
  fitPreprocessor,
  fitTarget,
  takeTableRows,
  transform,
} from '@reluctant/preprocessing';
import { readTable } from '@reluctant/tables';
import { parseStrategy, train } from '@reluctant/trainer';

// One use of a large table in a process of its own: prints one line of JSON, seconds and the largest resident memory.
// usage: node large-table-use.js describe|train <file>

const [use, path = ''] = process.argv.slice(2);
const name = 'target';
const began = performance.now();

async function describe(): Promise<void> {
  const { table } = await readTable(path);
  describeTable(table, { target: name });
}

/** Reading, a stratified division, preprocessing, one epoch and the validation. */
async function trainOnce(): Promise<void> {
  const { table } = await readTable(path);
  const target = fitTarget(table, name);
  if (target.task !== 'classification') throw new Error('the target has no classes');
  const split = trainTestSplit(table.rows, { testSize: 0.2, randomState: 0, stratify: classLabels(target, table) });
  const [training, validation] = [takeTableRows(table, split.train), takeTableRows(table, split.test)];
  const preprocessor = fitPreprocessor(training, { target: name });
  const rowsOf = (part: typeof table) => ({
    ...{ features: transform(preprocessor, part), labels: classLabels(target, part), rows: part.rows },
  });
  const run = train({
    strategy: parseStrategy('relu'),
    model: { inputs: featureNames(preprocessor).length, layers: [32, 32, 2].map((out) => ({ kind: 'dense', out })) },
    ...{ train: rowsOf(training), validation: rowsOf(validation), epochs: 1, batchSize: 512 },
  });
  for await (const _ of run);
  run.dispose();
}

await (use === 'describe' ? describe() : trainOnce());
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ seconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
