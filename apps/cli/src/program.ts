import { fontOption, rootCommand } from '@reluctant/command-line';
import { type Command, Option } from 'commander';
import { cliVersion } from './cli-version.js';
import type { CompareFlags } from './commands/compare.js';
import type { DescribeFlags } from './commands/describe.js';
import type { PlotFlags } from './commands/plot.js';
import type { RunFlags } from './commands/run.js';
import type { SettingsFlags } from './commands/settings.js';
import { addWorker, queueCaHelp, queueHelp, workerFlagNames } from './commands/worker-options.js';
import { settingFlags, settingHelp } from './flags/setting-flags.js';
import { commandExamples, programExamples } from './help/examples.js';

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
    examples: programExamples(),
  });

  const run = program.command('run').description('train and compare strategies');
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
      new Option(
        '--config <file>',
        'read settings from YAML or JSON, or from config.json of a run directory; flags override them',
      ).helpGroup('Command:'),
    )
    .addOption(
      new Option('--out <directory>', 'directory to write to (runs/<name from the settings>)').helpGroup('Command:'),
    )
    .addOption(
      new Option('--resume', 'continue the unfinished study in --out, whose settings are read there').helpGroup(
        'Command:',
      ),
    )
    .addOption(new Option('--queue [url]', `train on the workers of a queue: ${queueHelp}`).helpGroup('Command:'))
    .addOption(new Option('--queue_ca <file>', queueCaHelp).helpGroup('Command:'))
    .addOption(new Option('--plots', 'draw the pictures').helpGroup('Command:'))
    .addOption(new Option('--no-plots', 'draw none, whatever the file says').helpGroup('Command:'))
    .addOption(fontOption().helpGroup('Command:'))
    .addOption(new Option('--json', 'print the summary as JSON and nothing else').helpGroup('Command:'))
    .addOption(new Option('--quiet', 'hide progress').helpGroup('Command:'))
    .addOption(new Option('--debug', 'print the stack traces of errors').helpGroup('Command:'))
    .addHelpText('after', commandExamples('run'))
    .action(async (flags: RunFlags) => {
      const { runCommand } = await import('./commands/run.js');
      exitWith(await runCommand(flags));
    });

  program
    .command('plot')
    .description('draw the pictures of a study or a sweep')
    .argument('<run directory>', 'such as runs/post')
    .addOption(fontOption())
    .option('--debug', 'print the stack traces of errors')
    .addHelpText('after', commandExamples('plot'))
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
    .addHelpText('after', commandExamples('compare'))
    .action(async (directories: readonly string[], flags: CompareFlags) => {
      const { compareCommand } = await import('./commands/compare.js');
      exitWith(await compareCommand(directories, flags));
    });

  addDescribe(program, exitWith);
  program
    .command('settings')
    .description('list every setting of run and of its file, with type, default and meaning')
    .option('--json', 'print the list as JSON')
    .option('--debug', 'print the stack traces of errors')
    .addHelpText('after', commandExamples('settings'))
    .action(async (flags: SettingsFlags) => {
      const { settingsCommand } = await import('./commands/settings.js');
      exitWith(settingsCommand(flags));
    });
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
    .addHelpText('after', commandExamples('describe'))
    .action(async (files: readonly string[], flags: DescribeFlags) => {
      const { describeCommand } = await import('./commands/describe.js');
      exitWith(await describeCommand(files, flags));
    });
}
