import {
  classLabels,
  featureNames,
  fitPreprocessor,
  fitTarget,
  rowsWithTarget,
  takeTableRows,
  transformSparse,
} from '@reluctant/preprocessing';
import { readQuery } from '@reluctant/tables';
import { wasmEngine } from '@reluctant/trainer';
import { dataPath } from './load-case.js';
import { chooseCases } from './table-cases.js';
import { startTraining } from './train-net.js';

// One epoch over all flights in a process of its own, reading included: prints one line of JSON, the seconds of its
// parts. usage: node flights-epoch.js [rows]

const [limit] = process.argv.slice(2);
const [settings] = chooseCases(['flights-late']);
if (settings?.query === undefined) throw new Error('there is no case flights-late');

const parts: Record<string, number> = {};
let last = performance.now();
const lap = (part: string): void => {
  const now = performance.now();
  parts[part] = (now - last) / 1000;
  last = now;
};

const query = settings.query(dataPath(settings.file));
const drop = settings.drop?.columns ?? [];
const limited = limit === undefined ? query : `${query} LIMIT ${Number(limit)}`;
const { table: all } = await readQuery(limited, { drop });
const known = rowsWithTarget(all, settings.target);
const table = known.length === all.rows ? all : takeTableRows(all, known);
lap('read');
const preprocessor = fitPreprocessor(table, { target: settings.target });
const target = fitTarget(table, settings.target, { task: settings.task });
lap('fit');
if (target.task !== 'classification') throw new Error(`the target ${target.name} has no classes`);
const features = transformSparse(preprocessor, table);
const rows = { features, labels: classLabels(target, table), rows: table.rows };
lap('transform');
const inputs = featureNames(preprocessor).length;
const net = { ...settings.net, epochs: 1 };
const training = startTraining({
  net,
  inputs,
  outputs: 2,
  rows,
  strategy: 'relu',
  seed: 0,
  engine: await wasmEngine(),
});
for await (const _ of training);
training.dispose();
lap('train');
console.log(
  JSON.stringify({ parts, rows: table.rows, features: inputs, batchSize: net.batchSize, reader: 'DuckDB, Parquet' }),
);
