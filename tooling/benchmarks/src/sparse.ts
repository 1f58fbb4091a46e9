import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { describeMachine } from './machine.js';
import { readResult, resultPath, writeResult } from './result-file.js';
import { writeCase } from './sparse/case-folder.js';
import { type CaseDefinition, wideCases } from './sparse/cases.js';
import { wideEngines } from './sparse/engines.js';
import { measureCase } from './sparse/measure-case.js';
import { measureTiny } from './sparse/measure-tiny.js';
import { mergeResults } from './sparse/merge-results.js';
import { summariseCase } from './sparse/summarise-case.js';
import { batchTable, oneRowTable, precisionTable } from './sparse/tables.js';
import { sparseRenderers } from './sparse-figures.js';
import type { SparseCaseResult, SparseResult } from './sparse-result.js';

interface Options {
  readonly cases: readonly string[];
  readonly repeats: number;
  readonly quick: boolean;
  readonly store: boolean;
}

/** Rounds by batch; quick runs take a quarter of them. */
const rounds: readonly (readonly [batch: number, rounds: number])[] = [
  [1, 6],
  [4, 5],
  [16, 3],
  [64, 3],
];
const tinyName = 'e';
const names = [...wideCases.map(({ name }) => name), tinyName];

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('must be a whole number from 1 on');
  return count;
}

function readCases(text: string): readonly string[] {
  const asked = text.split(',').filter((name) => name !== '');
  const wrong = asked.find((name) => !names.includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`'${wrong}' is none of ${names.join(', ')}`);
  return asked;
}

async function runCase(definition: CaseDefinition, { repeats, quick }: Options): Promise<SparseCaseResult> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-bench-sparse-'));
  const { name, title, answered, perSecond } = definition;
  const began = performance.now();
  const progress = (what: string): void =>
    console.error(`(${name}) ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}`);
  try {
    const { graph, inputs, inputTitles } = await definition.build();
    writeCase(folder, graph, inputs);
    progress(`${title}: made`);
    const engines = wideEngines(availableParallelism());
    const seen = await measureCase({
      ...{ folder, engines, answered, inputSets: inputs.length, turn: quick ? 20 : 35, onProgress: progress },
      rounds: new Map(rounds.map(([batch, count]) => [batch, quick ? Math.ceil(count / 4) : count * repeats])),
      concurrentSeconds: quick ? 0.5 : 2,
      ...(perSecond !== undefined && { service: { perSecond, seconds: quick ? 0.5 : 1 } }),
    });
    return summariseCase({ name, title, graph, inputTitles, engines, answered }, seen);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Versions of the peers that were measured against. */
function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    ['onnxruntime-node', '@tensorflow/tfjs-core'].map((name) => {
      const folder = require.resolve(name).replace(/(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*/, '$1');
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
      return [name, version];
    }),
  );
}

/**
 * Stores a result. A part of the cases is merged only into a result of the same machine and commit, so that all figures
 * belong to one state of the code.
 */
function store(result: SparseResult): void {
  const known = existsSync(resultPath('sparse')) ? readResult<SparseResult>('sparse') : undefined;
  const whole = result.cases.length === wideCases.length && result.tiny !== undefined;
  const merged = whole || known === undefined ? result : mergeResults(known, result);
  if (merged === undefined) {
    console.log('Not stored: only some cases, and no stored result of this machine and commit to put them into.');
  } else {
    console.log(`written: ${writeResult('sparse', merged)}`);
  }
}

async function main(): Promise<void> {
  const program = new Command('bench:sparse')
    .description(
      'onnxruntime dense, on the sparse graph and with int8, and SparseSession: one process per engine and thread count, alternating in random order',
    )
    .option('--cases <letters>', `which nets of ${names.join(',')}`, readCases, names)
    .option('--repeats <n>', 'factor for the number of rounds', readCount, 1)
    .option('--quick', 'a quarter of the rounds; stored only where nothing is', false)
    .option(
      '--no-store',
      'do not write results/sparse.json; a part of the cases is put into a result of this machine and commit',
    )
    .parse();
  const options = program.opts<Options>();
  const cases: SparseCaseResult[] = [];
  for (const definition of wideCases.filter(({ name }) => options.cases.includes(name))) {
    const done = await runCase(definition, options);
    cases.push(done);
    for (const table of [oneRowTable, precisionTable, batchTable]) console.log(`${table([done])}\n`);
  }
  const { quick, repeats } = options;
  const tiny = options.cases.includes(tinyName)
    ? await measureTiny({
        ...{ rounds: quick ? 4 : 12 * repeats, turn: quick ? 10 : 30 },
        ...{ coldStarts: quick ? 1 : 3, serviceSeconds: quick ? 0.5 : 1 },
      })
    : undefined;
  const result: SparseResult = {
    machine: describeMachine(),
    versions: versions(),
    command: `pnpm bench:sparse${quick ? ' --quick' : ''}${repeats > 1 ? ` --repeats ${repeats}` : ''}`,
    cases,
    ...(tiny && { tiny }),
  };
  const { 'sparse-headline': headline, ...rest } = sparseRenderers;
  // The tables of single cases were printed as they came.
  for (const name of [
    'sparse-certified',
    'sparse-certified-cost',
    'sparse-certified-batches',
    'sparse-accuracy',
    'sparse-service',
    'sparse-concurrent',
    'sparse-tiny',
    'sparse-targets',
    'sparse-provenance',
  ]) {
    console.log(`${rest[name]?.(result)}\n`);
  }
  if (options.cases.includes('d')) console.log(headline?.(result));
  if (options.store && (!quick || !existsSync(resultPath('sparse')))) store(result);
}

await main();
