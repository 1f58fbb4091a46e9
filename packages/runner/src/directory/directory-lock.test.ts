import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockDirectory } from './directory-lock.js';

let directory: ReturnType<typeof scratchDirectory>;

beforeEach(() => {
  directory = scratchDirectory();
});

afterEach(() => {
  vi.restoreAllMocks();
  directory.remove();
});

/** Makes `process.kill` fail with an error code for every process. */
function answer(code: string): void {
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error(`kill ${code}`), { code });
  });
}

test('a process of another user (EPERM) is alive: its lock is respected and stays', () => {
  const { path } = directory;
  const mark = `12345 ${hostname()}\n`;
  writeFileSync(join(path, '.lock'), mark);
  answer('EPERM');
  expect(() => lockDirectory(path)).toThrow('another process (12345) works in');
  expect(readFileSync(join(path, '.lock'), 'utf8')).toBe(mark);
});

test('the lock of a process that no longer exists (ESRCH) is taken over', () => {
  const { path } = directory;
  writeFileSync(join(path, '.lock'), `12345 ${hostname()}\n`);
  answer('ESRCH');
  const lock = lockDirectory(path);
  expect(readFileSync(join(path, '.lock'), 'utf8')).toBe(`${process.pid} ${hostname()}\n`);
  lock.release();
  expect(existsSync(join(path, '.lock'))).toBe(false);
});

test('a process of another host is never considered dead', () => {
  const { path } = directory;
  writeFileSync(join(path, '.lock'), '12345 elsewhere\n');
  answer('ESRCH');
  expect(() => lockDirectory(path)).toThrow('another process (12345 on elsewhere) works in');
});
