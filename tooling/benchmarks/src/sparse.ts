import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { describeMachine } from './machine.js';
import { resultPath, writeResult } from './result-file.js';
import { writeCase } from './sparse/case-folder.js';
import { type CaseDefinition, densityCases } from './sparse/cases.js';
import { wideEngines } from './sparse/engines.js';
import { measureCase } from './sparse/measure-case.js';
import { summariseCase } from './sparse/summarise-case.js';
import type { SparseCaseResult, SparseResult } from './sparse-result.js';

interface Options {
  readonly cases: readonly string[];
  readonly repeats: number;
  readonly quick: boolean;
  readonly store: boolean;
}

/** Rounds by batch; quick runs take a quarter of them. */
const rounds: readonly (readonly [batch: number, rounds: number])[] = [
  [1, 8],
  [4, 4],
  [16, 3],
  [64, 2],
];

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('must be a whole number from 1 on');
  return count;
}

function readCases(text: string): readonly string[] {
  const known = [...densityCases.map(({ name }) => name)];
  const names = text.split(',').filter((name) => name !== '');
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`'${wrong}' is none of ${known.join(', ')}`);
  return names;
}

async function runCase(definition: CaseDefinition, { repeats, quick }: Options): Promise<SparseCaseResult> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-bench-sparse-'));
  try {
    const began = performance.now();
    const { graph, inputs, inputTitles } = await definition.build();
    writeCase(folder, graph, inputs);
    const written = performance.now();
    const engines = wideEngines(availableParallelism());
    const answered = 32;
    const seen = await measureCase({
      ...{ folder, engines, answered, inputSets: inputs.length, turn: quick ? 25 : 50 },
      onProgress: (what) => console.error(`  ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}`),
      rounds: new Map(rounds.map(([batch, count]) => [batch, Math.max(1, quick ? count >> 2 : count * repeats)])),
    });
    console.error(
      `(${definition.name}) ${definition.title}: made in ${((written - began) / 1000).toFixed(0)} s, measured in ${((performance.now() - written) / 1000).toFixed(0)} s`,
    );
    const { name, title } = definition;
    return summariseCase({ name, title, graph, inputTitles, engines, answered }, seen);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const program = new Command('bench:sparse')
    .description(
      'onnxruntime dense, on the sparse graph and with int8, and SparseSession: one process per engine and thread count, alternating in random order',
    )
    .option('--cases <letters>', 'which nets', readCases, ['a', 'b', 'c'])
    .option('--repeats <n>', 'times as many rounds', readCount, 1)
    .option('--quick', 'a quarter of the rounds; not stored', false)
    .option('--no-store', 'do not overwrite results/sparse.json')
    .parse();
  const options = program.opts<Options>();
  const cases: SparseCaseResult[] = [];
  for (const definition of densityCases.filter(({ name }) => options.cases.includes(name))) {
    cases.push(await runCase(definition, options));
  }
  const result: SparseResult = {
    machine: describeMachine(),
    versions: {},
    command: `pnpm bench:sparse --cases ${options.cases.join(',')} --repeats ${options.repeats}`,
    cases,
  };
  const name = options.store && !options.quick ? 'sparse' : 'sparse-last';
  console.log(`written: ${writeResult(name, result)}`);
  void resultPath;
}

await main();
