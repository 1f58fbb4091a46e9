import { describe, type NameOption, printable, ReluctantError } from '@reluctant/errors';
import { type Command, CommanderError } from 'commander';
import { normaliseFlags } from './normalise-flags.js';

/** A command line and the program that runs it. */
export interface CommandLine {
  /** Name of the program, printed before every error. */
  readonly name: string;
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  /** Names of all flags of all commands, as they are written with underscores. */
  readonly flagNames: readonly string[];
  /**
   * Creates the commands below a `rootCommand`; they throw their errors.
   *
   * @param exitWith - called with the exit code of a command that ends without an error
   */
  readonly createProgram: (exitWith: (code: number) => void) => Command;
  /** Names an option of a library in error messages, such as `--n_runs` for `n_runs`. Default: the library's name. */
  readonly nameOption?: NameOption;
}

/**
 * Runs a command line and returns the exit code: 0 success, 1 failure, 2 wrong usage (by the code of a
 * {@link ReluctantError}), or the code that a command sets. Every error is one sentence on stderr, without control
 * characters; `--debug` adds the stack trace. Without arguments the help is printed.
 */
export async function runCommandLine(commandLine: CommandLine): Promise<number> {
  const { name, args, flagNames, createProgram, nameOption } = commandLine;
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(normaliseFlags(helpAsFlag(args, program), flagNames), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const command = program.commands.find((one) => one.name() === args[0]);
      const tooMany = error.code === 'commander.excessArguments' && command !== undefined;
      // The sentence quotes the arguments, which may hold control characters.
      say(name, printable(tooMany ? excessSentence(command) : usageSentence(error.message), 2000));
      return 2;
    }
    say(name, describe(error, nameOption), args.includes('--debug') ? error : undefined);
    return ReluctantError.isInstance(error) && error.kind === 'usage' ? 2 : 1;
  }
}

/**
 * `help run` as `run --help`, and nothing as `--help`. An unknown command is left alone, without its flags: commander
 * would print the program's help for `rnu --help` instead of refusing it.
 */
function helpAsFlag(args: readonly string[], program: Command): readonly string[] {
  const asked = args[0] === 'help';
  const [command] = asked ? args.slice(1) : args;
  if (command === undefined || command === 'help') return ['--help'];
  const known = command.startsWith('-') || program.commands.some((one) => one.name() === command);
  if (!known) return [command];
  return asked ? [command, '--help'] : args;
}

/**
 * Rewrites the message of a library's error with the caller's names for the options, such as a flag or a key in a file.
 * Errors other than {@link ReluctantError} are returned unchanged.
 */
export function withOptionNames(error: unknown, nameOption: NameOption): unknown {
  if (!ReluctantError.isInstance(error)) return error;
  const { code, kind, path, expected, received } = error;
  return new ReluctantError(code, describe(error, nameOption), {
    ...{ kind, path, received, cause: error },
    ...(expected !== undefined && { expected }),
  });
}

/** Commander's message as one sentence: `error: unknown option '--epocs'\n(Did you mean --epochs?)`. */
function usageSentence(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\((Did you mean .*)\)$/, (_, hint: string) => `; ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`)
    .replaceAll('\n', ' ');
}

/** Names the arguments, which commander's own message only counts. */
function excessSentence(command: Command): string {
  const expected = command.registeredArguments.length;
  const takes = expected === 0 ? 'no arguments' : expected === 1 ? 'one argument' : `${expected} arguments`;
  return `${command.name()} takes ${takes}, got ${command.args.map((argument) => `'${argument}'`).join(' ')}`;
}

function say(name: string, sentence: string, error?: unknown): void {
  process.stderr.write(`${name}: ${sentence}\n`);
  if (error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
