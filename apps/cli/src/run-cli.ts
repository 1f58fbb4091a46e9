import { runCommandLine } from '@reluctant/command-line';
import { createProgram, flagNames } from './program.js';

/**
 * Runs the command line and gives the exit code: 0 done, 1 failure, 2 wrong usage, 130 after Ctrl-C.
 *
 * @param args - what stands behind the program's name
 */
export function runCli(args: readonly string[]): Promise<number> {
  // An option of the libraries is a flag here; a command that reads settings from a file names them itself.
  const nameOption = ([name]: readonly (string | number)[]) => `--${name}`;
  return runCommandLine({ name: 'reluctant', args, flagNames, createProgram, nameOption });
}
