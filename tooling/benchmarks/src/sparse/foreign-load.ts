import { cpus } from 'node:os';

/** Busy milliseconds of all cores since the machine started, in steps of ten. */
function busy(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

const ownMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Measures the processor time of other programs.
 *
 * @returns a function that returns the milliseconds of processor time since the start that belong neither to this
 *   process nor to `known`
 */
export function watchForeignLoad(): (known: number) => number {
  const [before, own] = [busy(), ownMilliseconds()];
  return (known) => Math.max(0, busy() - before - (ownMilliseconds() - own) - known);
}
