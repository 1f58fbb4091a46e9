import { Command } from 'commander';

/** What stands in a program's help and answers `--version`. */
export interface RootCommandTexts {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  readonly version: string;
  /** Printed below the program's help. */
  readonly examples: string;
}

/**
 * The root of a program's commands, as `runCommandLine` wants it: errors are thrown and not printed, `--help` explains by example,
 * and there is no `help` command beside it.
 */
export function rootCommand({ name, description, version, examples }: RootCommandTexts): Command {
  return new Command(name)
    .description(description)
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'explain by example')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addHelpText('after', examples);
}
