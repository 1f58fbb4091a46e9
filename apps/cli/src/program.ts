import { Command, Option } from 'commander';
import type { RunFlags } from './commands/run.js';
import { settingFlags } from './flags/setting-flags.js';
import { ownVersion } from './package-versions.js';

/** Names of all flags of all commands, as they are written with underscores. */
export const flagNames: readonly string[] = [
  ...settingFlags.map(({ setting }) => setting),
  'config',
  'out',
  'resume',
  'plots',
  'json',
  'quiet',
  'debug',
];

const examples = `
Examples:
  The study of the post, with pictures:
    $ reluctant run --epochs 100 --plots --lr 0.001 --n_classes 2 --n_features 30 \\
        --n_layers 4 --n_samples 5000 --n_runs 10 --n_workers 10
  Two activations, quickly:
    $ reluctant run --strategies relu,silu --epochs 20 --n_runs 5
  From a file, one setting changed (flags win):
    $ reluctant run --config study.yaml --bottleneck 16 --out runs/wide
  Go on after Ctrl-C, or print the result of a study that is done:
    $ reluctant run --config study.yaml --resume
  Only numbers, for another program:
    $ reluctant run --epochs 5 --n_runs 2 --json | jq '.strategies[].last.val_loss.mean'

Flags may be written with dashes as well (--n-runs). A study is a directory under runs/ unless --out says otherwise.
Exit codes: 0 done, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C (what is done is kept: --resume goes on).`;

/**
 * The commands. They throw; {@link runCli} says errors and turns them into exit codes.
 *
 * @param exitWith - takes the exit code of a command that ends without an error
 */
export function createProgram(exitWith: (code: number) => void): Command {
  const program = new Command('reluctant')
    .description('Studies of stochastic activations: train soft, run sparse.')
    .version(ownVersion(), '--version', 'print the version')
    .helpOption('--help', 'explain by example')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  program.addHelpText('after', examples);

  const run = program
    .command('run')
    .description('train every activation several times, measure, summarise')
    .helpOption('--help', 'explain by example');
  for (const { setting, value, help, group } of settingFlags) {
    run.addOption(new Option(`--${setting} <${value}>`, help).helpGroup(`${group}:`));
  }
  run
    .addOption(new Option('--config <study.yaml>', 'settings from a file; flags win').helpGroup('Command:'))
    .addOption(new Option('--out <directory>', 'where to write (runs/<name from the settings>)').helpGroup('Command:'))
    .addOption(new Option('--resume', 'go on with an unfinished study').helpGroup('Command:'))
    .addOption(new Option('--plots', 'draw the pictures').helpGroup('Command:'))
    .addOption(new Option('--json', 'print the summary as JSON and nothing else').helpGroup('Command:'))
    .addOption(new Option('--quiet', 'no progress').helpGroup('Command:'))
    .addOption(new Option('--debug', 'stack traces of errors').helpGroup('Command:'))
    .addHelpText('after', examples)
    .action(async (flags: RunFlags) => {
      const { runCommand } = await import('./commands/run.js');
      exitWith(await runCommand(flags));
    });

  program
    .command('plot')
    .description('draw the pictures of a study that was run')
    .argument('<run directory>', 'such as runs/post')
    .option('--debug', 'stack traces of errors')
    .helpOption('--help', 'explain by example')
    .addHelpText('after', '\nExample:\n  $ reluctant plot runs/post')
    .action(async (directory: string) => {
      const { plotCommand } = await import('./commands/plot.js');
      exitWith(await plotCommand(directory));
    });
  return program;
}
