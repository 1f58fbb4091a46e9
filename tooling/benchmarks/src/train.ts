import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import { median } from './median.js';
import { readResult, resultPath, writeResult } from './result-file.js';
import { timeCommand } from './time-command.js';
import { trainActivations, trainWidths } from './train-case.js';
import { type EngineSteps, engineTitles, type TrainResult } from './train-result.js';

interface Options {
  readonly python: string;
  readonly seconds: string;
  readonly repeats: string;
  readonly store: boolean;
}

const peers = fileURLToPath(new URL('../peers/', import.meta.url));
const peer = fileURLToPath(new URL('./train-peer.js', import.meta.url));

async function main(): Promise<void> {
  const program = new Command('bench:train')
    .description('Microseconds per training step by width and activation, one process per engine, alternating')
    .option('--python <path>', 'interpreter that has torch', '/usr/bin/python3')
    .option('--seconds <s>', 'time per case', '0.3')
    .option('--repeats <n>', 'repeats of all engines', '3')
    .option('--no-store', 'do not overwrite results/train.json')
    .parse();
  const options = program.opts<Options>();
  const commands: readonly (readonly [string, string, readonly string[]])[] = [
    ...['wasm', 'plain', 'tfjs-wasm', 'tfjs-node'].map(
      (name) => [name, process.execPath, [peer, name, options.seconds]] as const,
    ),
    ['torch', options.python, [`${peers}torch_train.py`, '--seconds', options.seconds]],
  ];
  const seen = new Map<string, EngineSteps[]>();
  for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
    for (const [name, command, args] of commands) {
      if (repeat > 0 && !seen.has(name)) continue;
      try {
        const { stdout } = await timeCommand(command, args, process.cwd());
        const steps = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as EngineSteps;
        seen.set(name, [...(seen.get(name) ?? []), steps]);
        console.error(`repeat ${repeat + 1}/${options.repeats}: ${name} done`);
      } catch (error) {
        const lines = String(error).trim().split('\n');
        console.error(`${name} is not available here: ${lines.find((line) => /error/i.test(line)) ?? lines.at(-1)}`);
      }
    }
  }
  if (!seen.has('torch') && existsSync(resultPath('train'))) {
    console.log('Without PyTorch here, these are the STORED figures:');
    print(readResult<TrainResult>('train'));
    console.log('and these are measured now:');
  }
  const result: TrainResult = {
    machine: describeMachine(),
    command: `pnpm bench:train --seconds ${options.seconds} --repeats ${options.repeats}`,
    repeats: Number(options.repeats),
    engines: [...seen.values()].flatMap((repeats) => (repeats[0] ? [medianSteps(repeats[0], repeats)] : [])),
  };
  print(result);
  if (options.store && seen.has('torch')) console.log(`written: ${writeResult('train', result)}`);
}

function medianSteps(first: EngineSteps, repeats: readonly EngineSteps[]): EngineSteps {
  const steps = Object.fromEntries(
    Object.entries(first.steps).map(([width, row]) => [
      width,
      Object.fromEntries(
        Object.keys(row).map((name) => [name, median(repeats.map((one) => one.steps[width]?.[name] ?? Number.NaN))]),
      ),
    ]),
  );
  return { ...first, steps };
}

function print(result: TrainResult): void {
  const table = new Table({
    head: ['width', 'activation', ...result.engines.map(({ name }) => engineTitles[name] ?? name)],
    colAligns: ['right', 'left', ...result.engines.map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  for (const width of trainWidths) {
    for (const activation of trainActivations) {
      const ours = result.engines[0]?.steps[width]?.[activation];
      table.push([
        width,
        activation,
        ...result.engines.map((engine) => {
          const value = engine.steps[width]?.[activation];
          if (value === undefined) return '–';
          return ours === undefined || value === ours
            ? value.toFixed(1)
            : `${value.toFixed(0)} (${(value / ours).toFixed(1)}×)`;
        }),
      ]);
    }
  }
  console.log('microseconds per step (times ours), batch 128, 30 → width ×4 → 2');
  console.log(table.toString());
}

await main();
