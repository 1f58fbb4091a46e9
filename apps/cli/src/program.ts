import { fontOption, rootCommand } from '@reluctant/command-line';
import { type Command, Option } from 'commander';
import { cliVersion } from './cli-version.js';
import type { CompareFlags } from './commands/compare.js';
import type { DescribeFlags } from './commands/describe.js';
import type { PlotFlags } from './commands/plot.js';
import type { RunFlags } from './commands/run.js';
import { addWorker, queueHelp, workerFlagNames } from './commands/worker-options.js';
import { settingFlags, settingHelp } from './flags/setting-flags.js';

/** Names of all flags of all commands, with underscores. */
export const flagNames: readonly string[] = [
  ...settingFlags.map(({ setting }) => setting),
  'grid',
  'wide',
  'config',
  'out',
  'resume',
  'plots',
  'font',
  'json',
  'quiet',
  'debug',
  ...['missing', 'delimiter', 'header'],
  ...['min_frequency', 'max_categories'],
  ...workerFlagNames,
];

const examples = `
Examples:
  The study of the post, with pictures:
    $ reluctant run --epochs 100 --plots --lr 0.001 --n_classes 2 --n_features 30 \\
        --n_layers 4 --n_samples 5000 --n_runs 10 --n_workers 10
  Two activations, quickly:
    $ reluctant run --strategies relu,silu --epochs 20 --n_runs 5
  A preset: a question with its own settings, answered in findings.md:
    $ reluctant run --preset paper --plots
  A sweep with heat maps and small multiples:
    $ reluctant run --strategies relu,silu --grid bottleneck=4,16,64 \\
        --grid lr=0.001,0.01 --plots
  Settings from a file, one of them overridden by a flag:
    $ reluctant run --config study.yaml --bottleneck 16 --out runs/wide
  Continue after Ctrl-C, or print the result of a finished study:
    $ reluctant run --config study.yaml --resume
  What is in a table, and what would be done to its columns:
    $ reluctant describe weather.csv --target weather
  On the workers of other machines (reluctant worker --queue …):
    $ reluctant run --config study.yaml --queue redis://host:6379
  JSON for another program:
    $ reluctant run --epochs 5 --n_runs 2 --json | jq '.strategies[].last.val_loss.mean'

Flags may also have dashes (--n-runs). Results go to runs/ unless --out is given.
Exit codes: 0 success, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C
(143 by SIGTERM, 129 by SIGHUP).
Finished runs are kept; --resume continues.`;

/**
 * Creates the commands. They throw errors, which {@link runCli} prints and turns into exit codes.
 *
 * @param exitWith - called with the exit code of a command that ends without an error
 */
export function createProgram(exitWith: (code: number) => void): Command {
  const program = rootCommand({
    name: 'reluctant',
    description: 'Studies of stochastic activations: train soft, run sparse.',
    version: cliVersion(),
    examples,
  });

  const run = program
    .command('run')
    .description('train and compare strategies')
    .helpOption('--help', 'show this help with examples');
  for (const { setting, value, group } of settingFlags) {
    run.addOption(new Option(`--${setting} <${value}>`, settingHelp(setting)).helpGroup(`${group}:`));
  }
  run
    .addOption(
      new Option('--grid <setting=a,b,…>', 'run one study for each value; may be repeated for several settings')
        .argParser((text: string, before: readonly string[] = []) => [...before, text])
        .helpGroup('Study:'),
    )
    .addOption(new Option('--wide', 'with --preset paper: add a study of a wide net').helpGroup('Study:'))
    .addOption(
      new Option('--config <study.yaml>', 'read settings from a file; flags override them').helpGroup('Command:'),
    )
    .addOption(
      new Option('--out <directory>', 'directory to write to (runs/<name from the settings>)').helpGroup('Command:'),
    )
    .addOption(
      new Option('--resume', 'continue an unfinished study: the same command with --resume').helpGroup('Command:'),
    )
    .addOption(new Option('--queue [url]', `train on the workers of a queue: ${queueHelp}`).helpGroup('Command:'))
    .addOption(new Option('--plots', 'draw the pictures').helpGroup('Command:'))
    .addOption(fontOption().helpGroup('Command:'))
    .addOption(new Option('--json', 'print the summary as JSON and nothing else').helpGroup('Command:'))
    .addOption(new Option('--quiet', 'hide progress').helpGroup('Command:'))
    .addOption(new Option('--debug', 'print the stack traces of errors').helpGroup('Command:'))
    .addHelpText('after', examples)
    .action(async (flags: RunFlags) => {
      const { runCommand } = await import('./commands/run.js');
      exitWith(await runCommand(flags));
    });

  program
    .command('plot')
    .description('draw the pictures of a study')
    .argument('<run directory>', 'such as runs/post')
    .addOption(fontOption())
    .option('--debug', 'print the stack traces of errors')
    .helpOption('--help', 'show this help with examples')
    .addHelpText('after', '\nExample:\n  $ reluctant plot runs/post')
    .action(async (directory: string, flags: PlotFlags) => {
      const { plotCommand } = await import('./commands/plot.js');
      exitWith(await plotCommand(directory, flags));
    });

  program
    .command('compare')
    .description('compare finished studies with the first one')
    .argument('<run directories...>', 'two or more; a sweep counts as all of its studies')
    .option('--out <directory>', 'directory to write to (runs/compare-<names>)')
    .option('--plots', 'draw heat maps and small multiples')
    .addOption(fontOption())
    .option('--json', 'print the comparison as JSON and nothing else')
    .option('--debug', 'print the stack traces of errors')
    .helpOption('--help', 'show this help with examples')
    .addHelpText(
      'after',
      '\nExample:\n  $ reluctant compare runs/post runs/study-1a2b3c4d --plots\n  $ reluctant compare runs/overfit-5e6f7a8b',
    )
    .action(async (directories: readonly string[], flags: CompareFlags) => {
      const { compareCommand } = await import('./commands/compare.js');
      exitWith(await compareCommand(directories, flags));
    });

  addDescribe(program, exitWith);
  addWorker(program, exitWith);
  return program;
}

function addDescribe(program: Command, exitWith: (code: number) => void): void {
  const list = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
  program
    .command('describe')
    .description('say what the columns of a table hold and what will be done to them')
    .argument('[tables...]', 'CSV, TSV, Parquet or JSON files of the same columns')
    .option('--target <column>', 'the column to predict')
    .option('--task <task>', 'classification or regression, where the guess is wrong')
    .option('--query <sql>', 'read the rows of a SELECT of DuckDB in place of a file')
    .option('--drop <columns>', 'columns to leave out; may be repeated', list)
    .option('--numeric <columns>', 'columns to standardise; may be repeated', list)
    .option('--categorical <columns>', 'columns to one-hot; may be repeated', list)
    .option('--min_frequency <rows>', 'categories with fewer rows become one; below 1 a share of the rows (10)')
    .option('--max_categories <n>', 'the largest number of features of a column of categories (100)')
    .option(
      '--missing <text>',
      'CSV: text of a missing value, in place of NA, null and the like; may be repeated',
      list,
    )
    .option('--delimiter <character>', 'CSV: where the guess is wrong; \\t is a tab')
    .option('--header', 'CSV: the first line is a header although it looks like values')
    .option('--json', 'print the description as JSON and nothing else')
    .option('--debug', 'print the stack traces of errors')
    .helpOption('--help', 'show this help with examples')
    .addHelpText(
      'after',
      `
Examples:
  $ reluctant describe weather.csv --target weather
  $ reluctant describe flights.parquet --target delay --drop origin,destination
  $ reluctant describe --query "select * from 'flights.parquet' order by date" --target delay`,
    )
    .action(async (files: readonly string[], flags: DescribeFlags) => {
      const { describeCommand } = await import('./commands/describe.js');
      exitWith(await describeCommand(files, flags));
    });
}
