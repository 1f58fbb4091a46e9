import { cpus } from 'node:os';

/** Milliseconds that all cores were busy since the machine started, by tens. */
function busy(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

const ownMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Watches what other programs of the machine take meanwhile.
 *
 * @returns gives the milliseconds of processor time since then that were neither this process's nor `known`
 */
export function watchForeignLoad(): (known: number) => number {
  const [before, own] = [busy(), ownMilliseconds()];
  return (known) => Math.max(0, busy() - before - (ownMilliseconds() - own) - known);
}
