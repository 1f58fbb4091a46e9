import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isProcessAlive } from './is-process-alive.js';

/** The process that holds a lock, as the lock file names it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /**
   * Start of the system and process namespace, as a hash: process ids have a meaning only within it. Undefined where
   * unknown.
   */
  readonly scope: string | undefined;
  /** When the process started. Ids are reused; pairs of id and start are not. Undefined where unknown. */
  readonly started: string | undefined;
  /** A name for this lock alone. */
  readonly token: string | undefined;
}

/**
 * What can be told about a holder from here; `unknown` for a process of another host, container or start of the system.
 */
export type HolderState = 'running' | 'ended' | 'unknown';

/**
 * The content of a lock file of this process: `<process id> <host> <scope> <start> <token>` and a line end, with `-`
 * for what is unknown on this system.
 */
export function lockText(token: string): string {
  return `${process.pid} ${hostname()} ${ownScope ?? '-'} ${startOf(process.pid)?.at ?? '-'} ${token}\n`;
}

/** Parses the content of a lock file; undefined if it is incomplete or something else. */
export function parseHolder(text: string): LockHolder | undefined {
  // Without its line end it is still being written, or was cut short.
  const fields = /^([1-9]\d*) (\S+)(?: (\S+) (\S+) (\S+))?\n$/.exec(text);
  if (fields === null) return undefined;
  const [, pid, host = '', scope, started, token] = fields;
  return { pid: Number(pid), host, scope: known(scope), started: known(started), token };
}

/** Whether a holder still runs. A process that only has the id of the holder, but another start, is not the holder. */
export function holderState({ pid, host, scope, started }: LockHolder): HolderState {
  if (host !== hostname()) return 'unknown';
  if (scope !== undefined && ownScope !== undefined && scope !== ownScope) return 'unknown';
  if (!isProcessAlive(pid)) return 'ended';
  const there = startOf(pid);
  if (there?.dead === true) return 'ended';
  if (started === undefined || there === undefined) return 'unknown';
  return there.at === started ? 'running' : 'ended';
}

/** True if the holder is this process, not merely one with its id. */
export function isThisProcess(holder: LockHolder): boolean {
  return holder.pid === process.pid && holderState(holder) === 'running';
}

function known(field: string | undefined): string | undefined {
  return field === '-' ? undefined : field;
}

const ownScope = scopeOfThisProcess();

/** Linux only: the id of this start of the system, and of the container. */
function scopeOfThisProcess(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return createHash('sha256')
      .update(`${boot} ${readlinkSync('/proc/self/ns/pid')}`)
      .digest('hex')
      .slice(0, 16);
  } catch {
    return undefined;
  }
}

/**
 * Linux only: when a process started, in clock ticks since the start of the system (`proc_pid_stat(5)`, field 22). A
 * process that ended but was not waited for by its parent still has an id; it is dead.
 */
function startOf(pid: number): { readonly at: string | undefined; readonly dead: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name of the program, may hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { at: fields[19], dead: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return undefined;
  }
}
