import { runCommandLine } from '@reluctant/command-line';
import { nameTrainingOption } from './flags/read-training-flags.js';
import { createProgram, flagNames } from './program.js';

/**
 * Runs the command line and returns the exit code: 0 success, 1 failure, 2 wrong usage.
 *
 * @param args - arguments after the program's name
 */
export function runCli(args: readonly string[]): Promise<number> {
  return runCommandLine({ name: 'reluctant-sparse', args, flagNames, createProgram, nameOption: nameTrainingOption });
}
