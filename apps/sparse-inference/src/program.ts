import { fontOption, programVersion, rootCommand } from '@reluctant/command-line';
import { type Command, Option } from 'commander';
import type { AllFlags } from './commands/all.js';
import type { BenchFlags } from './commands/bench.js';
import type { DemoFlags } from './commands/demo.js';
import type { ExportFlags } from './commands/export.js';
import type { InspectFlags } from './commands/inspect.js';
import type { PredictFlags } from './commands/predict.js';
import type { ReportFlags } from './commands/report.js';
import type { TrainFlags } from './commands/train.js';
import type { VerifyFlags } from './commands/verify.js';
import { tableFlags } from './flags/table-flags.js';
import { trainingFlags } from './flags/training-flags.js';
import { type CommandName, commandExamples, programExamples } from './help/examples.js';

/** Default directory of a model. */
const defaultDirectory = 'runs/sparse';

/** Flags besides those of the training, by name, with placeholder and help. */
const options = {
  out: ['<directory>', 'directory to write to'],
  checkpoint: ['<file>', 'use a checkpoint of reluctant run instead of training'],
  graph: ['<kind>', 'dense, sparse (standard operators that skip zeros), or both (both)'],
  opset: ['<n>', 'operator set of the file, 13 to 22 (17)'],
  inference: ['<kind>', 'for a stochastic model: sample at every run, or expected (sample)'],
  tolerance: [
    '<x>',
    'largest difference for float32 engines, in units of the largest logit where that is above 1 (1e-5)',
  ],
  batch: ['<n>', ''],
  densities: ['<a,b,…>', 'shares of active units to measure, set by shifting biases, or none (0.5,0.3,0.1,0.05)'],
  threads: ['<a,b,…>', 'numbers of threads (1 and all cores)'],
  seconds: ['<x>', 'seconds per measurement (0.2)'],
  rounds: ['<n>', 'measurements of each engine, in random order (3)'],
  data: ['<file,…>', 'CSV, TSV, Parquet or JSON files with rows for a model of a table'],
  query: ['<sql>', 'the rows of a SELECT of DuckDB in place of files'],
  inputs: ['<file>', 'rows to run the file on, a .npy file of numbers or texts (random)'],
} as const;

const switches = {
  json: 'print the result as JSON and nothing else',
  quiet: 'hide progress',
  debug: 'print the stack traces of errors',
} as const;

/** Names of all flags of all commands, with underscores. */
export const flagNames: readonly string[] = [
  ...trainingFlags.map(({ flag }) => flag),
  ...tableFlags.map(({ flag }) => flag),
  ...Object.keys(options),
  'font',
  ...Object.keys(switches),
];

/**
 * Creates the commands. They throw errors, which `runCommandLine` prints and turns into exit codes. Each command loads
 * its code when it runs.
 *
 * @param exitWith - called with the exit code of a command that ends without an error
 */
export function createProgram(exitWith: (code: number) => void): Command {
  const program = rootCommand({
    name: 'reluctant-sparse',
    description: 'Train a net that ends on ReLU, export it to ONNX, verify it, run it sparse, measure it.',
    version: programVersion(import.meta.url),
    examples: programExamples(),
  });

  /** Adds a command with some of the flags above. */
  const add = (name: CommandName, description: string, flags: readonly (keyof typeof options)[]): Command => {
    const command = program.command(name).description(description);
    for (const flag of flags) {
      const [value, help] = options[flag];
      command.option(`--${flag} ${value}`, help || batchHelp[name === 'export' ? 'export' : 'bench']);
    }
    for (const [flag, help] of Object.entries(switches)) command.option(`--${flag}`, help);
    return command.addHelpText('after', commandExamples(name));
  };
  /** Adds a command on a directory of this program. */
  const addOn = (
    name: CommandName,
    description: string,
    flags: readonly (keyof typeof options)[],
    what = 'directory',
  ) => add(name, description, flags).argument(`[${what}]`, 'what train wrote', defaultDirectory);

  const trains = 'train a sparse net on a table of yours or on made data, or use a checkpoint of a study';
  withTable(withTraining(add('train', trains, ['out', 'checkpoint']).addOption(fontOption()), true)).action(
    async (flags: TrainFlags) => {
      const { trainCommand } = await import('./commands/train.js');
      exitWith(await trainCommand({ ...flags, out: flags.out ?? defaultDirectory }));
    },
  );
  const exportFlags = ['graph', 'batch', 'opset', 'inference', 'out'] as const;
  const exports = 'write the model as ONNX; of a table, one that takes raw rows';
  addOn('export', exports, exportFlags, 'directory or checkpoint').action(
    async (source: string, flags: ExportFlags) => {
      const { exportCommand } = await import('./commands/export.js');
      exitWith(await exportCommand(source, flags));
    },
  );
  const verifies = 'compare every engine with the training engine, or a session on any ONNX file with onnxruntime';
  addOn('verify', verifies, ['tolerance', 'inputs', 'data'], 'directory or file').action(
    async (source: string, flags: VerifyFlags) => {
      const { verifyCommand } = await import('./commands/verify.js');
      exitWith(await verifyCommand(source, flags));
    },
  );
  add('inspect', 'show what runs an ONNX file, its zeros, and what skipping saves', ['inputs', 'data'])
    .argument('<file>', 'an ONNX file, or a directory that holds one')
    .action(async (path: string, flags: InspectFlags) => {
      const { inspectCommand } = await import('./commands/inspect.js');
      exitWith(await inspectCommand(path, flags));
    });
  add('predict', 'predict rows of a table with a model that learned from one', ['data', 'query', 'out'])
    .argument('<model>', 'what train --data wrote, a checkpoint of reluctant run --data, or its ONNX file')
    .action(async (path: string, flags: PredictFlags) => {
      const { predictCommand } = await import('./commands/predict.js');
      exitWith(await predictCommand(path, flags));
    });
  const benchFlags = ['batch', 'inputs', 'data', 'densities', 'threads', 'seconds', 'rounds', 'out'] as const;
  addOn('bench', 'measure every engine on the model, or on any ONNX file', benchFlags, 'directory or file').action(
    async (source: string, flags: BenchFlags) => {
      const { benchCommand } = await import('./commands/bench.js');
      exitWith(await benchCommand(source, flags));
    },
  );
  addOn('report', 'write a report with tables and pictures', [])
    .addOption(fontOption())
    .action(async (directory: string, flags: ReportFlags) => {
      const { reportCommand } = await import('./commands/report.js');
      exitWith(await reportCommand(directory, flags));
    });
  const allFlags = ['out', 'checkpoint', 'densities', 'threads', 'seconds', 'rounds'] as const;
  withTraining(add('all', 'train, export, verify, bench, report', allFlags).addOption(fontOption())).action(
    async (flags: AllFlags) => {
      const { allCommand } = await import('./commands/all.js');
      exitWith(await allCommand({ ...flags, out: flags.out ?? defaultDirectory }));
    },
  );
  add('demo', 'a small study and a sparse net with its predictions, in under a minute', ['out']).action(
    async (flags: DemoFlags) => {
      const { demoCommand } = await import('./commands/demo.js');
      exitWith(await demoCommand(flags));
    },
  );
  return program;
}

/** Adds the flags of a table. */
function withTable(command: Command): Command {
  for (const { flag, value, help, group } of tableFlags) {
    command.addOption(new Option(`--${flag} <${value}>`, help).helpGroup(`${group}:`));
  }
  return command;
}

/** `--batch` means the batch of the file for export and the measured sizes for bench. */
const batchHelp = {
  export: 'rows that the file takes: dynamic, or exactly 1 (dynamic)',
  bench: 'batch sizes, separated by commas (1)',
} as const;

/** @param ofTables - whether the help has the defaults of a table, too */
function withTraining(command: Command, ofTables = false): Command {
  for (const { flag, value, help, group, preset, ofTable } of trainingFlags) {
    const table = ofTable === undefined || !ofTables ? '' : `; of a table ${ofTable}`;
    const text = preset === undefined ? help : `${help} (${preset}${table})`;
    command.addOption(new Option(`--${flag} <${value}>`, text).helpGroup(`${group}:`));
  }
  return command;
}
