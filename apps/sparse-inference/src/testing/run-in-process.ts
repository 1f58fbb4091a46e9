import { type ProgramResult, runInProcess as run } from '@reluctant/testing';
import { runCli } from '../run-cli.js';

/**
 * Runs the command line in this process and captures its output.
 *
 * @param command - arguments after the program's name, separated by spaces
 * @param cwd - default: the working directory of this process
 */
export function runInProcess(command: string, cwd?: string): Promise<ProgramResult> {
  return run(runCli, command === '' ? [] : command.split(' '), cwd);
}
