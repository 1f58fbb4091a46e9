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
 * Creates the root command of a program for `runCommandLine`: errors are thrown and not printed; `--help`, `-h` and
 * `help` print the help with examples. Its commands take `--help` and `-h` over from it.
 */
export function rootCommand({ name, description, version, examples }: RootCommandTexts): Command {
  return (
    new Command(name)
      .description(description)
      .version(version, '--version', 'print the version')
      .helpOption('-h, --help', 'show this help with examples')
      .helpCommand('help [command]', 'show the help of a command')
      // Commands have long names of arguments; beside them, too, descriptions are wrapped.
      .configureHelp({ minWidthToWrap: 20 })
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .addHelpText('after', examples)
  );
}
