import { Command } from 'commander';

/** Texts of a program's help and of `--version`. */
export interface RootCommandTexts {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  readonly version: string;
  /** Examples, printed below the program's help. */
  readonly examples: string;
}

/**
 * Creates the root command of a program for `runCommandLine`: errors are thrown and not printed, `--help` prints the help with
 * examples, and there is no `help` command.
 */
export function rootCommand({ name, description, version, examples }: RootCommandTexts): Command {
  return new Command(name)
    .description(description)
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show this help with examples')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addHelpText('after', examples);
}
