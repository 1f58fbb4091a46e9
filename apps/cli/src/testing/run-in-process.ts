import { type ProgramResult, runInProcess as run } from '@reluctant/testing';
import { runCli } from '../run-cli.js';

/** Runs the command line in this process, in a directory, and captures its output. Pictures need the built program. */
export function runInProcess(cwd: string, args: readonly string[]): Promise<ProgramResult> {
  return run(runCli, args, cwd);
}
