import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { renderAgainst } from './against-figures.js';
import type { AgainstCall, AgainstResult } from './against-result.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';
import { writeCase } from './sparse/case-folder.js';
import { type CaseDefinition, wideCases } from './sparse/cases.js';
import { againstEngines } from './sparse/engines.js';
import { type CaseMeasurement, measureCase } from './sparse/measure-case.js';
import { ratioOf, type Sample, timingOf } from './sparse/sample.js';

// This build's session beside that of another built clone (`pnpm run build` was run in it), in one run.

interface Options {
  readonly rounds: number;
  readonly cases?: readonly string[];
  readonly store: boolean;
}

function compare(name: string, titles: readonly string[], { samples }: CaseMeasurement): AgainstCall[] {
  return samples.flatMap((now) => {
    if (now.engine !== `session-${now.threads}` || now.own || now.inputs === undefined) return [];
    const same = (other: Sample): boolean =>
      other.threads === now.threads && other.batch === now.batch && other.own === now.own;
    const of = (engine: string): Sample | undefined =>
      samples.find((other) => same(other) && other.engine === engine && other.inputs === now.inputs);
    const dense = samples
      .filter((other) => same(other) && other.engine.startsWith('onnxruntime'))
      .sort((a, b) => timingOf(a).median - timingOf(b).median)[0];
    const [before, again] = [of(`session-before-${now.threads}`), of(`session-again-${now.threads}`)];
    if (before === undefined || again === undefined || dense === undefined) return [];
    const { threads, batch, inputs } = now;
    return [
      {
        ...{ case: name, inputs: titles[inputs] ?? '', threads, batch },
        ...{ before: ratioOf(before, now), again: ratioOf(again, now), overOnnxRuntime: ratioOf(dense, now) },
      },
    ];
  });
}

async function runCase({ name, title, build }: CaseDefinition, clone: string, rounds: number): Promise<AgainstCall[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-bench-against-'));
  try {
    const { graph, inputs, inputTitles } = await build();
    writeCase(folder, graph, inputs);
    const seen = await measureCase({
      ...{ folder, engines: againstEngines(clone, availableParallelism()), inputSets: inputs.length },
      rounds: new Map([
        [1, rounds],
        [16, Math.ceil(rounds / 3)],
      ]),
      ...{ turn: 35, answered: 1, concurrentSeconds: 0.1 },
      onProgress: (what) => console.error(`(${name}) ${title}: ${what}`),
    });
    return compare(name, inputTitles, seen);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const program = new Command('bench:sparse:against')
  .description('this build, itself again, and the session of another built clone of this repository, in one run')
  .argument('<clone>', 'folder of the other clone, built')
  .option('--cases <letters>', 'which nets, e.g. a,c', (text: string) => text.split(','))
  .option('--rounds <n>', 'rounds of single rows; batches of 16 get a third', Number, 9)
  .option('--no-store', 'do not write results/sparse-against.json')
  .parse();
const [clone = ''] = program.args;
const { rounds, store, cases } = program.opts<Options>();
const calls: AgainstCall[] = [];
for (const definition of wideCases.filter(({ name }) => cases?.includes(name) ?? true))
  calls.push(...(await runCase(definition, clone, rounds)));
const before = execFileSync('git', ['-C', clone, 'rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
const result: AgainstResult = {
  ...{ machine: describeMachine(), command: 'pnpm bench:sparse:against <clone>', before, calls },
};
console.log(renderAgainst(result));
if (store) console.log(`written: ${writeResult('sparse-against', result)}`);
