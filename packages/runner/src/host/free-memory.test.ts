import { mkdirSync, writeFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { cgroupFreeMemory } from './cgroup-memory.js';
import { freeMemory } from './free-memory.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
let made = 0;

/** A root with files of `proc` and `sys`. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = join(scratch.path, String(made++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const group = (path: string, limit: string, usage: number, cached: number) => ({
  [`sys/fs/cgroup${path}/memory.max`]: `${limit}\n`,
  [`sys/fs/cgroup${path}/memory.current`]: `${usage}\n`,
  [`sys/fs/cgroup${path}/memory.stat`]: `anon 5\ninactive_file ${cached}\nactive_file 3\n`,
});

const old = (path: string, limit: number, usage: number, cached: number) => ({
  [`sys/fs/cgroup/memory${path}/memory.limit_in_bytes`]: `${limit}\n`,
  [`sys/fs/cgroup/memory${path}/memory.usage_in_bytes`]: `${usage}\n`,
  [`sys/fs/cgroup/memory${path}/memory.stat`]: `inactive_file 1\ntotal_inactive_file ${cached}\n`,
});

test.each([
  ['version 2: the limit less what is used, caches of files not counted', '0::/a', group('/a', '1000', 700, 200), 500],
  ['the least of the groups around', '0::/a/b', { ...group('/a/b', 'max', 7, 0), ...group('/a', '900', 100, 0) }, 800],
  ['a container, whose path is of the host', '0::/docker/1f', group('', '4000', 1000, 0), 3000],
  ['more used than the limit', '0::/a', group('/a', '1000', 1700, 0), 0],
  ['no limit', '0::/a', group('/a', 'max', 700, 0), Number.POSITIVE_INFINITY],
  ['version 1', '4:memory:/a\n3:cpuset:/\n0::/', old('/a', 2000, 500, 100), 1600],
  ['version 1, no limit', '4:cpu,memory:/a', old('/a', 2 ** 63, 500, 100), Number.POSITIVE_INFINITY],
  ['another controller', '4:cpu:/a', old('/a', 2000, 500, 100), Number.POSITIVE_INFINITY],
  ['no control groups', '', {}, Number.POSITIVE_INFINITY],
])('%s', (_what, cgroup, files, free) => {
  expect(cgroupFreeMemory(rootWith({ ...files, 'proc/self/cgroup': `${cgroup}\n` }))).toBe(free);
});

test('free memory is the least of what the machine and the groups give; swap counts, caches too', () => {
  const meminfo =
    'MemTotal:  900 kB\nMemFree:  10 kB\nMemAvailable:     100 kB\nSwapTotal: 90 kB\nSwapFree:      50 kB\n';
  const machine = rootWith({ 'proc/meminfo': meminfo });
  expect(freeMemory(machine).memory).toBe(150 * 1024);
  const container = rootWith({ 'proc/meminfo': meminfo, 'proc/self/cgroup': '0::/\n', ...group('', '4000', 1000, 0) });
  expect(freeMemory(container).memory).toBe(3000);
});

test('without these files it is what the operating system tells; the heap is what V8 has left', () => {
  const { memory, heap } = freeMemory(rootWith({}));
  expect(memory).toBeGreaterThanOrEqual(Math.min(freemem() / 2, totalmem()));
  expect(memory).toBeLessThanOrEqual(totalmem());
  expect(heap).toBeGreaterThan(2 ** 20);
});
