import type { Command } from 'commander';
import { commandExamples } from '../help/examples.js';
import type { WorkerFlags } from './worker.js';

/** Flags of `reluctant worker`, with underscores. */
export const workerFlagNames: readonly string[] = [
  'queue',
  'queue_ca',
  'n_workers',
  'lease',
  'stall_interval',
  'module',
];

/** Help of the flag `--queue` of both commands that have it. */
export const queueHelp = 'URL of a Redis or Valkey server; without it the variable RELUCTANT_QUEUE';

/** Help of the flag `--queue_ca` of both commands that have it. */
export const queueCaHelp = 'certificates to trust for rediss:, in PEM; without it the variable RELUCTANT_QUEUE_CA';

/** Adds `reluctant worker` to a program. */
export function addWorker(program: Command, exitWith: (code: number) => void): void {
  program
    .command('worker')
    .description('train runs of studies that reluctant run --queue sends')
    .option('--queue [url]', queueHelp)
    .option('--queue_ca <file>', queueCaHelp)
    .option('--n_workers <n>', 'number of threads (number of cores, which is always the most)')
    .option('--lease <seconds>', 'how long a run stays with a worker that is not heard of (30)')
    .option('--stall_interval <seconds>', 'how often to look for runs whose worker has vanished (30)')
    .option(
      '--module <file>',
      'an activation module that may be loaded; may be repeated',
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .option('--quiet', 'say nothing but errors')
    .option('--debug', 'print the stack traces of errors')
    .addHelpText(
      'after',
      `${commandExamples('worker')}
It works until a signal stops it, and leaves what it has of a run to
other workers. All workers and reluctant run must be of the same version.`,
    )
    .action(async (flags: WorkerFlags) => {
      const { workerCommand } = await import('./worker.js');
      exitWith(await workerCommand(flags));
    });
}
