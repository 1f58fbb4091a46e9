import { freemem, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { MemoryLimits } from '@reluctant/study';
import { cgroupFreeMemory } from './cgroup-memory.js';
import { readText } from './read-text.js';

/**
 * The memory that this process can still take: the machine's, the limits of its control groups (containers, systemd),
 * and that of this thread's JavaScript heap.
 *
 * On Linux memory that caches hold counts as free (`MemAvailable`), and so does swap. Windows tells free memory.
 * Elsewhere, as on macOS, what is told leaves caches out, so the machine's whole memory is the limit.
 *
 * @param root - where `proc` and `sys` are; for tests
 */
export function freeMemory(root = '/'): MemoryLimits {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return {
    memory: Math.min(machineFreeMemory(root), cgroupFreeMemory(root)),
    heap: heap_size_limit - used_heap_size,
  };
}

function machineFreeMemory(root: string): number {
  const lines = readText(root, 'proc/meminfo');
  const kibibytes = (name: string): number | undefined => {
    const found = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(lines ?? '')?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const available = kibibytes('MemAvailable');
  if (available !== undefined) return 1024 * (available + (kibibytes('SwapFree') ?? 0));
  return process.platform === 'win32' ? freemem() : totalmem();
}
