import { runCommandLine } from '@reluctant/command-line';
import { createProgram, flagNames } from './program.js';

/**
 * Runs the command line and returns the exit code: 0 success, 1 failure, 2 wrong usage, 130 after Ctrl-C.
 *
 * @param args - arguments after the program's name
 */
export function runCli(args: readonly string[]): Promise<number> {
  // Options of the libraries are flags here; a command that reads settings from a file names them itself.
  const nameOption = ([name]: readonly (string | number)[]): string =>
    `--${String(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  return runCommandLine({ name: 'reluctant', args, flagNames, createProgram, nameOption });
}
