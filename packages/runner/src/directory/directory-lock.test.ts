import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ReluctantError } from '@reluctant/errors';
import { scratchDirectory } from '@reluctant/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockDirectory, removeDeadLock } from './directory-lock.js';

/** Set by tests: the file system has no hard links; what another process does before this one gets the guard. */
const fileSystem = vi.hoisted(() => ({ links: true, beforeGuard: (): void => undefined }));
vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  return {
    ...actual,
    linkSync: (from: string, to: string) => {
      if (to.endsWith('.guard')) fileSystem.beforeGuard();
      if (!fileSystem.links) throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
      actual.linkSync(from, to);
    },
  };
});

let directory: ReturnType<typeof scratchDirectory>;
let path = '';
let file = '';

beforeEach(() => {
  directory = scratchDirectory();
  path = directory.path;
  file = join(path, '.lock');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  Object.assign(fileSystem, { links: true, beforeGuard: () => undefined });
  directory.remove();
});

/** Makes `process.kill` fail with an error code for every process. */
function answer(code: string): void {
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error(`kill ${code}`), { code });
  });
}

/** Leaves a lock that was last refreshed some seconds ago. */
function leave(text: string, secondsAgo = 0): void {
  writeFileSync(file, text);
  setAge(secondsAgo);
}

function setAge(seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(file, time, time);
}

const age = (): number => Date.now() - statSync(file).mtimeMs;

/** Takes the lock, which must succeed, and releases it; nothing may stay. */
function takeAndRelease(): void {
  const lock = lockDirectory(path);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} ${hostname()} \\S+ \\S+ [0-9a-f-]{36}\\n$`));
  expect(readdirSync(path)).toEqual(['.lock']);
  lock.release();
  lock.release();
  expect(readdirSync(path)).toEqual([]);
}

/** The sentence of a refusal. Seconds are rounded to fifties, for busy machines. */
function refusal(): string {
  try {
    lockDirectory(path);
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    expect(error.kind).toBe('failure');
    return error.message.replace(/(\d+) s\b/g, (_, seconds) => `${Math.round(Number(seconds) / 50) * 50} s`);
  }
  throw new Error('the lock was taken');
}

/** Attempts to take the lock, which must fail in one sentence and change nothing. */
function refused(sentence: string): void {
  const before = existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  expect(refusal()).toContain(sentence);
  expect(readdirSync(path)).toEqual(['.lock']);
  if (before !== undefined) expect(readFileSync(file, 'utf8')).toBe(before);
}

/** The second to the fourth field of a lock of this host, container and start of the system. */
function ownFields(): { readonly scope: string; readonly started: string } {
  const lock = lockDirectory(path);
  const [, , scope = '', started = ''] = readFileSync(file, 'utf8').split(' ');
  lock.release();
  return { scope, started };
}

const linux = test.skipIf(process.platform !== 'linux');

test.each([true, false])('taken once at a time and released without a trace; hard links: %s', (links) => {
  fileSystem.links = links;
  const lock = lockDirectory(path);
  refused(`another process (${process.pid}) works in ${path}: wait for it, or choose another directory`);
  // However old: this process runs.
  setAge(10_000);
  refused(`another process (${process.pid}) works in`);
  lock.release();
  takeAndRelease();
});

test('a process of another user (EPERM) may be running: its lock is respected while it is refreshed', () => {
  leave(`12345 ${hostname()} - - token\n`, 100);
  answer('EPERM');
  refused(
    `another process (12345 on ${hostname()}) works in ${path}, last seen 100 s ago: wait for it, or choose another directory; if it has ended, delete ${file} or try again in 0 s`,
  );
  setAge(121);
  takeAndRelease();
});

test.each([true, false])(
  'the lock of a process that no longer exists (ESRCH) is taken over; hard links: %s',
  (links) => {
    fileSystem.links = links;
    leave(`12345 ${hostname()}\n`);
    answer('ESRCH');
    takeAndRelease();
  },
);

linux('a reused id: a running process with another start is not the holder', () => {
  const { scope, started } = ownFields();
  leave(`${process.ppid} ${hostname()} ${scope} 1 token\n`);
  takeAndRelease();
  leave(`${process.pid} ${hostname()} ${scope} ${started} token-of-an-earlier-lock\n`);
  takeAndRelease();
  // The same process in another start of the system or another container cannot be checked.
  leave(`${process.ppid} ${hostname()} 0123456789abcdef 1 token\n`);
  refused(`another process (${process.ppid} on ${hostname()}) works in ${path}, last seen 0 s ago`);
});

linux('a running process of this host keeps its lock however long ago it was refreshed', () => {
  const { scope } = ownFields();
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  leave(`${process.ppid} ${hostname()} ${scope} ${started} token\n`, 1e6);
  refused(`another process (${process.ppid}) works in ${path}: wait for it`);
});

linux('a process that ended without being waited for is dead', async () => {
  const { scope } = ownFields();
  // The shell becomes `sleep`, which never waits for the child that prints its id.
  const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 1000 > /dev/null']);
  try {
    const [pid] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const stat = (): string => readFileSync(`/proc/${Number(pid)}/stat`, 'utf8');
    await vi.waitFor(() => expect(stat()).toContain(') Z '), 10_000);
    leave(`${Number(pid)} ${hostname()} ${scope} ${stat().split(' ')[21]} token\n`);
    takeAndRelease();
  } finally {
    parent.kill('SIGKILL');
  }
});

test('a process of another host is judged by the age of its lock, also in the future', () => {
  leave('12345 elsewhere 0123456789abcdef 99 token\n', 100);
  answer('ESRCH');
  refused(
    `another process (12345 on elsewhere) works in ${path}, last seen 100 s ago: wait for it, or choose another directory; if it has ended, delete ${file} or try again in 0 s`,
  );
  setAge(121);
  takeAndRelease();
  leave('12345 elsewhere 0123456789abcdef 99 token\n', -1000);
  takeAndRelease();
});

test.each(['', '123', '123 elsewhere', 'no lock\n', '-1 elsewhere\n', '0 elsewhere\n'])(
  'a file that names no process (%j): the sentence names it; taken over once it is old',
  (text) => {
    leave(text, 100);
    refused(
      `${file} names no process and was written 100 s ago, so another process may be starting in ${path}: delete the file, or try again in 0 s`,
    );
    setAge(121);
    takeAndRelease();
  },
);

test('a directory in the place of the lock: a sentence that names it', () => {
  mkdirSync(file);
  refused(`${file} is a directory where the file of a lock belongs: remove it`);
  removeDeadLock(path);
  expect(readdirSync(path)).toEqual(['.lock']);
});

test.each(['refreshes it', 'takes it over', 'releases it'])(
  'a lock judged as stale, whose holder or another process then %s, is judged again',
  (what) => {
    leave('12345 elsewhere 0123456789abcdef 99 token\n', 1000);
    fileSystem.beforeGuard = () => {
      fileSystem.beforeGuard = () => undefined;
      if (what === 'refreshes it') return setAge(0);
      rmSync(file);
      if (what === 'takes it over') leave('67890 elsewhere 0123456789abcdef 99 other\n');
    };
    if (what === 'releases it') return takeAndRelease();
    refusedBy(what === 'refreshes it' ? 12345 : 67890);
  },
);

function refusedBy(pid: number): void {
  expect(refusal()).toContain(`another process (${pid} on elsewhere) works in`);
  expect(readdirSync(path)).toEqual(['.lock']);
  expect(readFileSync(file, 'utf8')).toContain(`${pid} elsewhere`);
}

test.each([true, false])('the guard of a process that was killed is removed; hard links: %s', (links) => {
  fileSystem.links = links;
  leave('12345 elsewhere 0123456789abcdef 99 token\n', 1000);
  writeFileSync(`${file}.guard`, `4194305 ${hostname()}\n`);
  takeAndRelease();
});

test('a guard that names no process: a sentence that names it', () => {
  leave('12345 elsewhere 0123456789abcdef 99 token\n', 1000);
  writeFileSync(`${file}.guard`, '');
  expect(() => lockDirectory(path)).toThrow(`${file}.guard keeps ${file} from being taken: delete it`);
  expect(readdirSync(path).sort()).toEqual(['.lock', '.lock.guard']);
});

test('the holder refreshes its lock by a timer, and in `check` when the timer is late', () => {
  vi.useFakeTimers();
  const lock = lockDirectory(path);
  setAge(1000);
  vi.advanceTimersByTime(5000);
  expect(Math.abs(age())).toBeLessThan(60_000);
  setAge(1000);
  lock.check();
  expect(age()).toBeGreaterThan(900_000);
  vi.setSystemTime(Date.now() + 6000);
  lock.check();
  expect(Math.abs(age())).toBeLessThan(60_000);
  lock.release();
  vi.advanceTimersByTime(20_000);
  expect(existsSync(file)).toBe(false);
});

test.each(['removed', 'taken over'])('a process whose lock was %s notices and leaves the file alone', (what) => {
  vi.useFakeTimers();
  const lock = lockDirectory(path);
  lock.check();
  rmSync(file);
  if (what === 'taken over') leave('12345 elsewhere 0123456789abcdef 99 token\n');
  const left = readdirSync(path);
  vi.advanceTimersByTime(5000);
  expect(() => lock.check()).toThrow(
    `this process lost its lock on ${path}, as ${file} was removed or taken over by another process: it stops`,
  );
  lock.release();
  expect(readdirSync(path)).toEqual(left);
});

/** A process that tries to take the lock when told to, says how it ended, and holds the lock until its input ends. */
const contender = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const [directory, links] = process.argv.slice(1);
  if (links === 'false') {
    fs.linkSync = () => { throw Object.assign(new Error('no links'), { code: 'ENOTSUP' }); };
    syncBuiltinESMExports();
  }
  const { lockDirectory } = await import(${JSON.stringify(new URL('../../dist/directory/directory-lock.js', import.meta.url).href)});
  process.stdin.once('data', () => {
    try {
      lockDirectory(directory);
      console.log('won');
    } catch (error) {
      console.log(error.message);
    }
  });
  console.log('ready');`;

test.each([true, false])(
  'of six processes that find a stale lock one takes it, and its end removes it; hard links: %s',
  async (links) => {
    leave('12345 elsewhere 0123456789abcdef 99 token\n', 1000);
    const said = (child: ChildProcess) => once(child.stdout ?? child, 'data').then(([text]) => String(text).trim());
    const start = (): ChildProcess =>
      spawn(process.execPath, ['--input-type=module', '--eval', contender, path, String(links)]);
    const children = Array.from({ length: 6 }, start);
    await Promise.all(children.map(said));
    const ends = children.map(said);
    for (const child of children) child.stdin?.write('go');
    const words = await Promise.all(ends);
    expect(words.filter((word) => word === 'won')).toHaveLength(1);
    for (const word of words) expect(word).toMatch(/^won$|another process/);
    const closed = children.map((child) => once(child, 'close'));
    for (const child of children) child.stdin?.end();
    await Promise.all(closed);
    expect(readdirSync(path)).toEqual([]);
  },
);
