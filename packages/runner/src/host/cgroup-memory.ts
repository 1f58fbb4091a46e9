import { dirname } from 'node:path';
import { readText } from './read-text.js';

/** One version of control groups: where its groups are, and the names of its files. */
interface Version {
  readonly mounts: readonly string[];
  readonly limit: string;
  readonly usage: string;
  /** In `memory.stat`: caches of files that are given up when memory is short, descendants included. */
  readonly reclaimable: string;
}

const second: Version = {
  mounts: ['sys/fs/cgroup', 'sys/fs/cgroup/unified'],
  limit: 'memory.max',
  usage: 'memory.current',
  reclaimable: 'inactive_file',
};

const first: Version = {
  mounts: ['sys/fs/cgroup/memory'],
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  reclaimable: 'total_inactive_file',
};

/**
 * Bytes that the control groups of this process leave it (versions 1 and 2): the least of limit − usage over its group
 * and the groups around it. Infinity without a limit or without control groups.
 *
 * `/proc/self/cgroup` has a line `0::/path` for version 2 and `n:memory:/path` for version 1. Inside a container the
 * path may be that of the host, which does not exist there; the limits are then at the top of the mount, which is
 * always looked at.
 *
 * @param root - where `proc` and `sys` are; for tests
 */
export function cgroupFreeMemory(root = '/'): number {
  const lines = readText(root, 'proc/self/cgroup')?.split('\n') ?? [];
  const free = lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const version = controllers === '' ? second : controllers.split(',').includes('memory') ? first : undefined;
    if (version === undefined) return [];
    return version.mounts.flatMap((mount) =>
      groupsAround(path).map((group) => freeIn(root, `${mount}${group}`, version)),
    );
  });
  return Math.min(Number.POSITIVE_INFINITY, ...free);
}

/** A group and those around it: `/a/b`, `/a`, and the top. */
function groupsAround(path: string): string[] {
  return path === '/' ? [''] : [path, ...groupsAround(dirname(path))];
}

/** Infinity where there is no limit, which is the text `max`, a number near 2⁶³, or no file. */
function freeIn(root: string, group: string, { limit, usage, reclaimable }: Version): number {
  const numberIn = (name: string): number => Number(readText(root, `${group}/${name}`)?.trim() || Number.NaN);
  const most = numberIn(limit);
  const used = numberIn(usage);
  if (Number.isNaN(most) || Number.isNaN(used) || most >= 2 ** 62) return Number.POSITIVE_INFINITY;
  const cached = new RegExp(`^${reclaimable} (\\d+)$`, 'm').exec(readText(root, `${group}/memory.stat`) ?? '')?.[1];
  return Math.max(0, most - used + Number(cached ?? 0));
}
