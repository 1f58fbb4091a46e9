import { availableParallelism } from 'node:os';
import { type DataSettings, defaultData } from '@reluctant/study';

/** More are only started once it is known that there is work for them. */
const most = 4;

/**
 * Threads worth starting before the arguments are understood: as many as cores for a study, no more than `--n_workers` allows.
 *
 * A guess in a hurry, from the arguments as they stand; a wrong one costs a little time and changes nothing else.
 */
export function threadsAhead(args: readonly string[]): number {
  if (args[0] !== 'run' || args.includes('--help')) return 0;
  const [, wanted] = /--n[-_]workers[= ](\d+)/.exec(args.join(' ')) ?? [];
  return Math.min(most, availableParallelism(), Number(wanted ?? most));
}

/** Settings of the data that a study will have if no argument and no file changes them: one of those threads can make them ahead. */
export function dataAhead(args: readonly string[]): DataSettings | undefined {
  return args.some((argument) => setsData(argument) || argument.startsWith('--config')) ? undefined : defaultData;
}

/** True if an argument sets something of the data. */
export function setsData(argument: string): boolean {
  const [name = ''] = argument.replace(/^--(no-)?/, '').split('=');
  return argument.startsWith('--') && Object.hasOwn(defaultData, name.replaceAll('-', '_'));
}
